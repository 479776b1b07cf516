package io.reprise.compactor.http;

import org.jspecify.annotations.Nullable;

/** How a state is written into an answer. */
enum StateFormat {
  /** As JSON where the state's schema is known, else as a JSON text in Base64. */
  JSON("application/json", "json"),
  /** As it is stored. */
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

  /** What an ETag has of it: a form is another representation. */
  String tag() {
    return tag;
  }

  /** What an {@code Accept} header asks for: JSON, unless bytes are named. */
  static StateFormat accepted(@Nullable String accept) {
    return accept != null && accept.contains(BYTES.mediaType) ? BYTES : JSON;
  }
}
