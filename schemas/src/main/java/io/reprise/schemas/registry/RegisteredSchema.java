package io.reprise.schemas.registry;

import org.apache.avro.Schema;

/**
 * A schema with its id and its version in a subject.
 *
 * @param id of the schema, unique in the registry
 * @param version of the subject, from 1
 */
public record RegisteredSchema(String subject, int id, int version, Schema schema) {}
