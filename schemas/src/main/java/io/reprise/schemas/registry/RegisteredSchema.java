package io.reprise.schemas.registry;

import org.apache.avro.Schema;

/**
 * A schema with its id in the registry and its version in a subject.
 *
 * @param subject name under which the schema is registered, such as {@code user-events-value}
 * @param id id of the schema, unique in the registry
 * @param version version number within the subject, from 1
 * @param schema the Avro schema itself
 */
public record RegisteredSchema(String subject, int id, int version, Schema schema) {}
