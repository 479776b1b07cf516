package io.reprise.ingest.client;

/** Decides what happens to an event whose schema is not registered for its topic. */
enum UnregisteredSchemaPolicy {
  /** The event is rejected. */
  REFUSE,

  /** The publisher registers the schema and then stores the event. */
  REGISTER
}
