package io.reprise.ingest.service.encode;

import io.reprise.ingest.service.refusal.Refusal;

/** The result of encoding the data of an event. */
public sealed interface Encoding {

  /** The record's value in Confluent's wire format. */
  record Encoded(byte[] value) implements Encoding {}

  /** The event is not stored, for the reason in {@code refusal}. */
  record Refused(Refusal refusal) implements Encoding {}
}
