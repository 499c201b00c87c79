//! Who asked for a message again: rows that the engine knows nothing of.

use frontdesk_store::RetryQuestion;
use wa_rs::wacore::store::error::Result;

use super::SqlBackend;

impl SqlBackend {
    /// Keeps a question. False when the message is not here any more.
    pub async fn keep_question(
        &self,
        message: &str,
        device: &str,
        count: u8,
        asked_s: i64,
    ) -> Result<bool> {
        let (message, device) = (message.to_owned(), device.to_owned());
        self.write(move |signal| signal.put_retry_question(&message, &device, count, asked_s))
            .await
    }

    /// All questions that are open.
    pub async fn questions(&self) -> Result<Vec<RetryQuestion>> {
        self.read(|signal| signal.retry_questions()).await
    }

    /// A question was answered once more.
    pub async fn question_attempted(&self, message: &str, device: &str) -> Result<()> {
        let (message, device) = (message.to_owned(), device.to_owned());
        self.write(move |signal| signal.retry_attempted(&message, &device))
            .await
    }

    /// A question is settled.
    pub async fn forget_question(&self, message: &str, device: &str) -> Result<()> {
        let (message, device) = (message.to_owned(), device.to_owned());
        self.write(move |signal| signal.forget_retry_question(&message, &device))
            .await
    }
}
