package io.reprise.ingest.client;

/** What becomes of a schema that its subject does not have. */
enum UnregisteredSchemaPolicy {
  REFUSE,
  REGISTER
}
