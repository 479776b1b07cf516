package io.reprise.compactor.http;

import io.reprise.store.fold.Provenance;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The strong ETag of a snapshot in a response. Responses with equal tags have equal bodies. The tag
 * consists of the offset of the state's newest event, the digest of all events of the state, the
 * format of the response, and the response's content coding.
 */
record EntityTag(String text) {

  static EntityTag of(Provenance provenance, StateFormat format, ContentCoding coding) {
    return new EntityTag(
        "\"%d-%s-%s-%s\""
            .formatted(provenance.lastOffset(), provenance.digest(), format.tag(), coding.token()));
  }

  /**
   * Returns whether an {@code If-None-Match} header contains this tag, by the weak comparison of
   * RFC 9110.
   *
   * @param header the header's value; null if the request has no such header
   */
  boolean isNamedIn(@Nullable String header) {
    return header != null
        && Arrays.stream(header.split(","))
            .map(String::strip)
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(tag -> tag.equals("*") || tag.equals(text));
  }
}
