package io.reprise.ingest.service.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publish request before it is parsed.
 *
 * @param contentType the value of the header {@code Content-Type}; null if the header is missing
 * @param attributes the headers that start with {@code ce-}: names in lower case without this
 *     prefix, one entry for each occurrence of a header
 * @param body the request body. The receiver of this record may change the array
 */
public record RawRequest(@Nullable String contentType, List<RawAttribute> attributes, byte[] body) {

  /** An attribute from a header, still percent-encoded. */
  public record RawAttribute(String name, String value) {}
}
