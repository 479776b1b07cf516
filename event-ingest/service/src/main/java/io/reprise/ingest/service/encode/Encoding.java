package io.reprise.ingest.service.encode;

import io.reprise.ingest.service.refusal.Refusal;

/** What an event's data comes to. */
public sealed interface Encoding {

  /** A record's value in the wire format. */
  record Encoded(byte[] value) implements Encoding {}

  /** It is not stored, for this reason. */
  record Refused(Refusal refusal) implements Encoding {}
}
