//! The drawings that are kept, open or not: what their list does with them.

use leptos::prelude::*;
use model::{Architecture, Edit, Message, file};

use super::{Open, Projects};
use crate::browser::database::{ProjectInfo, StorageError};

impl Projects {
    /// All stored projects.
    pub async fn list(self) -> Result<Vec<ProjectInfo>, StorageError> {
        self.flush_and_wait().await;
        self.store().ok_or(StorageError::Denied)?.list().await
    }

    /// Gives a project another name.
    pub async fn rename(self, id: &str, name: &str) -> Result<(), StorageError> {
        if self.is_open(id) {
            let label = Message::new("step-rename-drawing");
            self.workspace.commit(&Edit::SetName(name.to_owned()), label);
            self.flush_and_wait().await;
            return Ok(());
        }
        self.rewrite(id, None, |document| document.name = name.to_owned()).await
    }

    /// Stores a copy under another name.
    pub async fn duplicate(self, id: &str, name: &str) -> Result<(), StorageError> {
        self.flush_and_wait().await;
        self.rewrite(id, Some(Open::new().id), |document| document.name = name.to_owned()).await
    }

    /// Removes a project for good. The drawing stays on the screen if it is open, as one that is not kept.
    pub async fn delete(self, id: &str) -> Result<(), StorageError> {
        self.store().ok_or(StorageError::Denied)?.delete(id).await?;
        if self.is_open(id) {
            // What was changed in it a moment ago is gone with it.
            self.kept.set_value(self.workspace.document.get_untracked());
            self.new_drawing();
        }
        Ok(())
    }

    async fn rewrite(
        self,
        id: &str,
        copy: Option<String>,
        change: impl FnOnce(&mut Architecture),
    ) -> Result<(), StorageError> {
        let store = self.store().ok_or(StorageError::Denied)?;
        let Some((info, text)) = store.load(id).await? else {
            return Err(StorageError::Conflict { found: None });
        };
        let mut document =
            file::load(&text).map_err(|error| StorageError::Other(error.to_string()))?.architecture;
        change(&mut document);
        let expected = if copy.is_some() { None } else { Some(info.revision) };
        self.store_as(&copy.unwrap_or(info.id), &document, expected).await?;
        Ok(())
    }
}
