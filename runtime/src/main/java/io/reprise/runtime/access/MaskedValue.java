package io.reprise.runtime.access;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value in which a mask has hidden something.
 *
 * @param json the value, with {@value FieldMask#MASKED} in the place of everything that is hidden
 * @param reason what is hidden and why, as a sentence for the reader of the value
 */
public record MaskedValue(JsonNode json, String reason) {}
