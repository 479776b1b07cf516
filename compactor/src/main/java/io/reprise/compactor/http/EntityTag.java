package io.reprise.compactor.http;

import io.reprise.store.fold.Provenance;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A strong ETag: the same tag means the same bytes. A state is told by its newest event and the
 * digest over all of them, a representation by form and coding.
 */
record EntityTag(String text) {

  static EntityTag of(Provenance provenance, StateFormat form, ContentCoding coding) {
    return new EntityTag(
        "\"%d-%s-%s-%s\""
            .formatted(provenance.lastOffset(), provenance.digest(), form.tag(), coding.token()));
  }

  /**
   * Whether an {@code If-None-Match} header names it, by RFC 9110's weak comparison.
   *
   * @param header null when there is none
   */
  boolean isNamedIn(@Nullable String header) {
    return header != null
        && Arrays.stream(header.split(","))
            .map(String::strip)
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(tag -> tag.equals("*") || tag.equals(text));
  }
}
