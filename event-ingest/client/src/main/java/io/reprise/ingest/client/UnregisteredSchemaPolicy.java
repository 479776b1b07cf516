package io.reprise.ingest.client;

/** Decides what happens to an event whose schema is not registered for its topic. */
enum UnregisteredSchemaPolicy {
  /** The publisher rejects an event whose schema is not registered. */
  REFUSE,

  /** The publisher registers a schema that is not registered, and then stores the event. */
  REGISTER
}
