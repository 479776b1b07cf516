package io.reprise.compactor.http;

import org.jspecify.annotations.Nullable;

/** The format in which an HTTP response contains a key's state. */
enum StateFormat {
  /**
   * JSON if the schema of the state is known, otherwise a JSON string with the state's bytes in
   * Base64.
   */
  JSON("application/json", "json"),
  /** The bytes of the state, as the reducer returned them. */
  BYTES("application/octet-stream", "bytes");

  private final String mediaType;
  private final String tag;

  StateFormat(String mediaType, String tag) {
    this.mediaType = mediaType;
    this.tag = tag;
  }

  String mediaType() {
    return mediaType;
  }

  /** Returns the part of an ETag that names the format. */
  String tag() {
    return tag;
  }

  /**
   * Returns the format that an {@code Accept} header asks for: bytes if the header contains the
   * media type of {@link #BYTES}, otherwise JSON.
   */
  static StateFormat accepted(@Nullable String accept) {
    return accept != null && accept.contains(BYTES.mediaType) ? BYTES : JSON;
  }
}
