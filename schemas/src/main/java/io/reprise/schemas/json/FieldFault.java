package io.reprise.schemas.json;

/**
 * One thing that is wrong with a JSON value.
 *
 * @param path where, as in {@code address.lines[2]}; empty for the value as a whole
 * @param reason one clause that names what was found and what would do
 */
public record FieldFault(String path, String reason) {}
