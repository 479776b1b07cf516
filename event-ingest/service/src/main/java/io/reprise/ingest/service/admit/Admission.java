package io.reprise.ingest.service.admit;

import io.reprise.ingest.service.refusal.Refusal;

/** The result of checking the attributes of an event. */
public sealed interface Admission permits AdmittedEvent, Admission.Refused {

  /** The event is not stored, for the reason in {@code refusal}. */
  record Refused(Refusal refusal) implements Admission {}
}
