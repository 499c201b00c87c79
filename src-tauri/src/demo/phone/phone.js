// The simulated phone: shows what it is told and asks for what is pressed.

const part = (id) => document.getElementById(id);
let phones = [];
let chosen = null;
let chat = null;

/** Asks the world behind the window; answers with what went wrong, or null. */
async function act(action) {
  const answer = await fetch("do", { method: "POST", body: JSON.stringify({ phone: chosen, ...action }) });
  const { error } = await answer.json();
  say(error ?? "", error !== null);
  return error;
}

function say(words, isBad) {
  const outcome = part("outcome");
  outcome.textContent = words;
  outcome.toggleAttribute("data-bad", isBad);
}

function row(...children) {
  const item = document.createElement("li");
  item.append(...children);
  return item;
}

/** A button that is known by `key`, and pressed with Alt and `letter` where there is one. */
function button(words, key, letter, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.append(words);
  made.dataset.key = key;
  made.accessKey = letter;
  made.addEventListener("click", pressed);
  return made;
}

/** Fills a list anew. Whatever had the keyboard in it has it again. */
function fill(list, rows) {
  const key = list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  list.replaceChildren(...rows);
  if (key) list.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

function show() {
  const which = part("which");
  // An open list of choices closes when it is filled anew.
  if (which.length !== phones.length) {
    which.replaceChildren(...phones.map((phone) => new Option(phone.name, phone.number)));
  }
  which.value = chosen;
  const phone = phones.find((one) => one.number === chosen);
  if (!phone) return;
  document.title = `Simulated phone: ${phone.name}`;
  part("number").textContent = `+${phone.number}`;
  part("offline").checked = !phone.online;
  fill(
    part("devices"),
    phone.linked.length === 0
      ? [row("No device is linked.")]
      : phone.linked.map(({ device, online }, place) =>
          row(
            `Frontdesk, ${online ? "connected" : "not connected"}`,
            button("Unlink", `device ${device}`, place === 0 ? "u" : "", () => act({ do: "unlink", device })),
          ),
        ),
  );
  fill(
    part("chats"),
    phone.chats.map((one, place) => {
      const last = document.createElement("small");
      last.textContent = one.last.text || one.last.kind;
      const pick = button(one.title, `chat ${one.chat}`, place < 9 ? String(place + 1) : "", () => {
        chat = one.chat;
        show();
        part("text").focus();
      });
      pick.dir = "auto";
      pick.append(last);
      pick.setAttribute("aria-pressed", String(one.chat === chat));
      return row(pick);
    }),
  );
  const written = phone.chats.find((one) => one.chat === chat);
  part("write-form").hidden = !written;
  part("write-label").textContent = written ? `Write to ${written.title}` : "";
}

part("which").addEventListener("change", (event) => {
  chosen = event.target.value;
  chat = null;
  say("", false);
  show();
});
part("scan").addEventListener("click", async () => {
  if ((await act({ do: "scan" })) === null) say("The phone has read the code.", false);
});
part("offline").addEventListener("change", (event) => act({ do: "offline", on: event.target.checked }));
part("code-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if ((await act({ do: "code", text: part("code").value })) === null) {
    part("code").value = "";
    say("The phone has taken the code.", false);
  }
});
part("write-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if ((await act({ do: "write", chat, text: part("text").value })) === null) part("text").value = "";
});

// Each answer comes when there is something newer than what is shown.
let version = 0;
for (;;) {
  const answer = await fetch(`view?since=${version}`);
  if (!answer.ok) break;
  const view = await answer.json();
  version = view.version;
  phones = view.phones;
  chosen ??= phones.find((phone) => phone.linked.length === 0)?.number ?? phones[0]?.number ?? null;
  show();
}
