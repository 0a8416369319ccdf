//! Commands that concern one of an incident's parts.

use model::{ComponentId, lean};

use super::{
    Incident,
    apply::{changes, part},
    check_item, checks,
};
use crate::incidents::{
    command::Heard,
    parts::{Alert, Hypothesis, HypothesisStatus, Impact, Role, Step, StepStatus, Task, TaskStatus},
    refusal::{Kind, Refusal},
};

impl Incident {
    pub(super) fn assign(&mut self, role: Role, name: &mut String) -> Result<(), Refusal> {
        checks::name(name)?;
        changes(self.roles.get(&role).map_or("", String::as_str) != name)?;
        if name.is_empty() {
            self.roles.remove(&role);
        } else {
            self.roles.insert(role, name.clone());
        }
        Ok(())
    }

    pub(super) fn affect(&mut self, component: ComponentId, impact: Option<Impact>) -> Result<(), Refusal> {
        let now = self.affected.iter().find(|(it, _)| *it == component).map(|it| it.1);
        changes(now != impact)?;
        checks::fits(self.affected.len(), Kind::Component)?;
        self.affected.retain(|(it, _)| *it != component);
        self.affected.extend(impact.map(|it| (component, it)));
        lean::sort_by_key(&mut self.affected, |(component, impact)| (*impact, *component));
        Ok(())
    }

    pub(super) fn hear(&mut self, at_secs: f64, heard: &mut Heard) -> Result<(), Refusal> {
        checks::alert(heard)?;
        let Heard { fingerprint, name, summary, labels, is_firing } = heard;
        if let Some(known) = self.alerts.iter_mut().find(|it| it.fingerprint == *fingerprint) {
            changes(known.is_firing != *is_firing)?;
            if *is_firing && self.status.is_over() {
                return Err(Refusal::Over);
            }
            (known.is_firing, known.since_secs) = (*is_firing, at_secs);
            return Ok(());
        }
        // An alert that was never heard cannot stop; and what is over is joined by nothing.
        changes(*is_firing)?;
        self.not_over()?;
        checks::fits(self.alerts.len(), Kind::Alert)?;
        self.alerts.push(Alert {
            fingerprint: fingerprint.clone(),
            name: name.clone(),
            summary: summary.clone(),
            labels: labels.clone(),
            is_firing: true,
            since_secs: at_secs,
        });
        Ok(())
    }

    pub(super) fn add_task(
        &mut self,
        text: &mut String,
        owner: &mut String,
        due: &mut String,
    ) -> Result<(), Refusal> {
        check_item(text, owner, due)?;
        checks::fits(self.tasks.len(), Kind::Task)?;
        let (text, owner, due) = (text.clone(), owner.clone(), due.clone());
        self.tasks.push(Task { text, owner, due, status: TaskStatus::Open });
        Ok(())
    }

    pub(super) fn set_task(&mut self, task: u32, status: TaskStatus) -> Result<(), Refusal> {
        let it = part(&mut self.tasks, task, Kind::Task)?;
        changes(it.status != status)?;
        it.status = status;
        Ok(())
    }

    pub(super) fn assign_task(
        &mut self,
        task: u32,
        owner: &mut String,
        due: &mut String,
    ) -> Result<(), Refusal> {
        checks::name(owner)?;
        checks::day(due)?;
        let it = part(&mut self.tasks, task, Kind::Task)?;
        if matches!(it.status, TaskStatus::Done | TaskStatus::Cancelled) {
            return Err(Refusal::TaskOver);
        }
        changes(it.owner != *owner || it.due != *due)?;
        (it.owner, it.due) = (owner.clone(), due.clone());
        Ok(())
    }

    pub(super) fn propose(&mut self, text: &mut String, confidence: f64) -> Result<(), Refusal> {
        checks::text(text)?;
        checks::confidence(confidence)?;
        checks::fits(self.hypotheses.len(), Kind::Hypothesis)?;
        let status = HypothesisStatus::Proposed;
        self.hypotheses.push(Hypothesis { text: text.clone(), status, confidence, evidence: Vec::new() });
        Ok(())
    }

    pub(super) fn judge(
        &mut self,
        hypothesis: u32,
        status: HypothesisStatus,
        confidence: f64,
    ) -> Result<(), Refusal> {
        checks::confidence(confidence)?;
        let it = part(&mut self.hypotheses, hypothesis, Kind::Hypothesis)?;
        changes(it.status != status || it.confidence != confidence)?;
        (it.status, it.confidence) = (status, confidence);
        Ok(())
    }

    pub(super) fn add_evidence(&mut self, hypothesis: u32, text: &mut String) -> Result<(), Refusal> {
        checks::text(text)?;
        let it = part(&mut self.hypotheses, hypothesis, Kind::Hypothesis)?;
        checks::fits(it.evidence.len(), Kind::Evidence)?;
        it.evidence.push(text.clone());
        Ok(())
    }

    pub(super) fn add_step(&mut self, text: &mut String, hypothesis: Option<u32>) -> Result<(), Refusal> {
        checks::text(text)?;
        checks::fits(self.steps.len(), Kind::Step)?;
        if let Some(number) = hypothesis {
            part(&mut self.hypotheses, number, Kind::Hypothesis)?;
        }
        self.steps.push(Step { text: text.clone(), status: StepStatus::Pending, hypothesis });
        Ok(())
    }

    pub(super) fn set_step(&mut self, step: u32, status: StepStatus) -> Result<(), Refusal> {
        let it = part(&mut self.steps, step, Kind::Step)?;
        changes(it.status != status)?;
        it.status = status;
        Ok(())
    }

    pub(super) fn set_runbook_step(
        &mut self,
        runbook: &mut String,
        step: u32,
        status: StepStatus,
    ) -> Result<(), Refusal> {
        checks::title(runbook)?;
        checks::fits(self.runbook_steps.len(), Kind::Step)?;
        let key = (runbook.clone(), step);
        let now = self.runbook_steps.get(&key).copied();
        changes(now.unwrap_or(StepStatus::Pending) != status)?;
        self.runbook_steps.insert(key, status);
        Ok(())
    }
}
