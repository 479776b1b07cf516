package io.reprise.ingest.service.admit;

import io.reprise.ingest.service.refusal.Refusal;

/** What the look at an event's attributes comes to. */
public sealed interface Admission permits AdmittedEvent, Admission.Refused {

  /** It is not stored, for this reason. */
  record Refused(Refusal refusal) implements Admission {}
}
