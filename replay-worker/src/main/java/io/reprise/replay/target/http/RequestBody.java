package io.reprise.replay.target.http;

import java.util.Map;

/**
 * What a request says about a record, in the format of the target.
 *
 * @param headers the headers that describe the body, {@code Content-Type} among them, by name
 * @param bytes the body; do not change it
 */
record RequestBody(Map<String, String> headers, byte[] bytes) {}
