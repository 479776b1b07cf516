package io.reprise.ingest.client;

/** Decides what happens to an event whose schema is not registered for its topic. */
enum UnregisteredSchemaPolicy {
  /** The event is rejected. */
  REFUSE,

  /** The schema is registered, then the event is stored. */
  REGISTER
}
