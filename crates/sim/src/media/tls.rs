//! The media host's TLS door, under an authority of its own.
//!
//! Clients that only speak https trust it through the CA file that the
//! program prints.

use super::host::{answering, bind};
use crate::{control::handle::Sim, error::SimError, net::http::serve};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose,
};
use std::{net::SocketAddr, sync::Arc};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

/// An open TLS door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecureDoor {
    /// Where it listens.
    pub address: SocketAddr,
    /// The authority that clients must trust, as PEM.
    pub ca_pem: String,
}

impl Sim {
    /// Opens the media host's TLS door; clients are sent there from now on.
    ///
    /// # Errors
    /// [`SimError::Door`] if the address cannot be bound or keys fail.
    pub async fn open_media_tls(&mut self, at: SocketAddr) -> Result<SecureDoor, SimError> {
        let (listener, address) = bind("media_tls", at).await?;
        let (config, ca_pem) = authority().map_err(|why| SimError::Door {
            door: "media_tls",
            why,
        })?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        self.shared()
            .with(|world| world.shelf.host = Some(address.to_string()));
        let shared = Arc::clone(self.shared());
        self.adopt(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, answer) = (acceptor.clone(), answering(&shared));
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        serve(stream, answer).await;
                    }
                });
            }
        }));
        Ok(SecureDoor { address, ca_pem })
    }
}

/// A fresh authority and a server certificate under it.
fn authority() -> Result<(ServerConfig, String), String> {
    let told = |failed: rcgen::Error| failed.to_string();
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
        .distinguished_name
        .push(DnType::CommonName, "Simulated network");
    let key = KeyPair::generate().map_err(told)?;
    let issuer = CertifiedIssuer::self_signed(params, key).map_err(told)?;

    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let mut params = CertificateParams::new(names).map_err(told)?;
    params
        .extended_key_usages
        .push(ExtendedKeyUsagePurpose::ServerAuth);
    let key = KeyPair::generate().map_err(told)?;
    let certificate = params.signed_by(&key, &issuer).map_err(told)?;

    let chain = vec![CertificateDer::from(certificate.der().to_vec())];
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|failed| failed.to_string())?;
    Ok((config, issuer.pem()))
}
