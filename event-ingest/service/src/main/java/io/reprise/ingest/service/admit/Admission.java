package io.reprise.ingest.service.admit;

import io.reprise.runtime.http.Problem;

/** What the look at an event's attributes comes to. */
public sealed interface Admission permits AdmittedEvent, Admission.Refused {

  /** It is not stored, for this reason. */
  record Refused(Problem problem) implements Admission {}
}
