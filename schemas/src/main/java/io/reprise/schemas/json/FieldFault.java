package io.reprise.schemas.json;

/**
 * One reason why a JSON value does not fit a schema.
 *
 * @param path path of the field, such as {@code address.lines[2]}; empty for the whole value
 * @param reason a part of a sentence that names the value found and the accepted form
 */
public record FieldFault(String path, String reason) {}
