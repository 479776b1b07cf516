package io.reprise.ingest.client;

/** Decides what happens to an event whose schema is not registered for its topic. */
enum UnregisteredSchemaPolicy {
  /** Reject the event. */
  REFUSE,

  /** Register the schema, then store the event. */
  REGISTER
}
