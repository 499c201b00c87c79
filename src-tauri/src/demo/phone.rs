//! The window of the simulated phone. Its page comes from here over a scheme of
//! its own and asks for everything over the same, so that neither the window of
//! the application nor its commands know of it.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex, PoisonError},
};

use frontdesk_app::frontdesk::Frontdesk;
use frontdesk_sim::demo::{PhoneView, SimulatedPhone};
use serde::{Deserialize, Serialize};
use tauri::{
    AppHandle, Manager, UriSchemeContext, UriSchemeResponder, Url, Webview, WebviewUrl,
    WebviewWindowBuilder, Wry,
    http::{Method, Request, Response, StatusCode, header},
};

use super::camera;

/// The scheme of the page.
pub(crate) const SCHEME: &str = "simulated-phone";

const LABEL: &str = "simulated-phone";
const WIDTH: f64 = 380.0;
const HEIGHT: f64 = 700.0;
const PAGE: &str = include_str!("phone/index.html");
const LOOKS: &str = include_str!("phone/phone.css");
const SCRIPT: &str = include_str!("phone/phone.js");
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/// The phones, and the screen they can look at.
struct Phones {
    phones: Vec<SimulatedPhone>,
    frontdesk: Arc<Frontdesk>,
    /// Counts what the page has been shown.
    shown: Mutex<(u64, Vec<PhoneView>)>,
}

#[derive(Serialize)]
struct View {
    version: u64,
    phones: Vec<PhoneView>,
}

#[derive(Deserialize)]
struct Asked {
    phone: String,
    #[serde(flatten)]
    what: What,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "camelCase")]
enum What {
    Scan,
    Code { text: String },
    Unlink { device: u16 },
    Offline { on: bool },
    Write { chat: String, text: String },
}

#[derive(Serialize)]
struct Outcome {
    error: Option<String>,
}

/// Opens the window at the far edge of the screen, where it covers neither the
/// application's rail nor its list. The keyboard stays in the application, which
/// is what was started: whoever begins to type means it, and the phone lies
/// beside it like one on a desk until it is picked up.
pub(super) fn open(
    app: &AppHandle,
    phones: Vec<SimulatedPhone>,
    frontdesk: Arc<Frontdesk>,
) -> tauri::Result<()> {
    app.manage(Arc::new(Phones {
        phones,
        frontdesk,
        shown: Mutex::default(),
    }));
    let page = Url::parse(&format!("{SCHEME}://localhost/"))
        .map_err(|_| tauri::Error::InvalidWebviewUrl("not a page of the simulated phone"))?;
    let mut window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::CustomProtocol(page))
        .title("Simulated phone")
        .inner_size(WIDTH, HEIGHT)
        .focused(false)
        .incognito(true)
        .on_document_title_changed(|window, title| {
            if let Err(error) = window.set_title(&title) {
                tracing::debug!(%error, "The window keeps its title");
            }
        })
        .on_navigation(|url| url.scheme() == SCHEME)
        .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny);
    if let Some(screen) = app.primary_monitor()? {
        let place = screen.position().to_logical::<f64>(screen.scale_factor());
        let size = screen.size().to_logical::<f64>(screen.scale_factor());
        window = window.position(place.x + size.width - WIDTH, place.y);
    }
    // A folder of its own makes a web context of its own. Tauri registers the
    // schemes once per context, and counts the application's window as one that
    // shares its own although it shares nothing.
    if let Some(folder) = super::phone_folder(app) {
        window = window.data_directory(folder);
    }
    let window = window.build()?;
    // Whoever comes to the window without a mouse must be able to type at once:
    // the page has its keyboard as soon as the window does, and not before.
    AsRef::<Webview>::as_ref(&window).set_focus()
}

/// Answers what the page asks for.
pub(crate) fn answer(
    context: UriSchemeContext<'_, Wry>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let phones = context
        .app_handle()
        .try_state::<Arc<Phones>>()
        .map(|phones| phones.inner().clone());
    tauri::async_runtime::spawn(async move {
        responder.respond(respond(phones, &request).await);
    });
}

async fn respond(
    phones: Option<Arc<Phones>>,
    request: &Request<Vec<u8>>,
) -> Response<Cow<'static, [u8]>> {
    let Some(phones) = phones else {
        return empty(StatusCode::SERVICE_UNAVAILABLE);
    };
    match (request.method(), request.uri().path()) {
        (&Method::GET, "/") => page("text/html", PAGE),
        (&Method::GET, "/phone.css") => page("text/css", LOOKS),
        (&Method::GET, "/phone.js") => page("text/javascript", SCRIPT),
        (&Method::GET, "/view") => {
            let since = request
                .uri()
                .query()
                .and_then(|query| query.strip_prefix("since="))
                .and_then(|since| since.parse().ok());
            json(&phones.newer_than(since.unwrap_or(0)).await)
        }
        (&Method::POST, "/do") => match serde_json::from_slice::<Asked>(request.body()) {
            Ok(asked) => json(&Outcome {
                error: phones.carry_out(asked).await.err(),
            }),
            Err(_) => empty(StatusCode::BAD_REQUEST),
        },
        _ => empty(StatusCode::NOT_FOUND),
    }
}

impl Phones {
    /// Waits until there is something to show that the page has not shown.
    async fn newer_than(&self, since: u64) -> View {
        loop {
            let views: Vec<PhoneView> = self.phones.iter().map(SimulatedPhone::view).collect();
            if let Some(version) = self.version_of(&views, since) {
                return View {
                    version,
                    phones: views,
                };
            }
            let mut changes = tokio::task::JoinSet::new();
            for (phone, view) in self.phones.iter().zip(views) {
                let phone = phone.clone();
                changes.spawn(async move { phone.changed(&view).await });
            }
            changes.join_next().await;
        }
    }

    /// The number under which these views are shown, if the page lacks them.
    fn version_of(&self, views: &[PhoneView], since: u64) -> Option<u64> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.1 != views {
            *shown = (shown.0 + 1, views.to_vec());
        }
        (shown.0 > since).then_some(shown.0)
    }

    async fn carry_out(&self, asked: Asked) -> Result<(), String> {
        let phone = self
            .phones
            .iter()
            .find(|phone| phone.number() == asked.phone)
            .ok_or("There is no such phone")?;
        match asked.what {
            What::Scan => {
                let code = self
                    .frontdesk
                    .pairings()
                    .into_iter()
                    .find_map(|pairing| pairing.qr)
                    .ok_or("There is no code on the screen: press Connect in Frontdesk first")?;
                let text = camera::read(&code).ok_or("The code cannot be read")?;
                phone
                    .scan_qr(&text)
                    .await
                    .map_err(|error| error_text(&error))?;
            }
            What::Code { text } => {
                phone
                    .enter_code(&text)
                    .await
                    .map_err(|error| error_text(&error))?;
            }
            What::Unlink { device } => {
                phone.unlink(device).map_err(|error| error_text(&error))?;
            }
            What::Offline { on } => phone.set_offline(on).map_err(|error| error_text(&error))?,
            What::Write { chat, text } => {
                phone
                    .write(&chat, &text)
                    .map_err(|error| error_text(&error))?;
            }
        }
        Ok(())
    }
}

fn page(kind: &'static str, text: &'static str) -> Response<Cow<'static, [u8]>> {
    Response::builder()
        .header(header::CONTENT_TYPE, kind)
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .body(Cow::Borrowed(text.as_bytes()))
        .unwrap_or_default()
}

fn json(value: &impl Serialize) -> Response<Cow<'static, [u8]>> {
    match serde_json::to_vec(value) {
        Ok(text) => Response::builder()
            .header(header::CONTENT_TYPE, "application/json")
            .body(Cow::Owned(text))
            .unwrap_or_default(),
        Err(_) => empty(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

fn empty(status: StatusCode) -> Response<Cow<'static, [u8]>> {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}

fn error_text(error: &dyn std::fmt::Display) -> String {
    error.to_string()
}
