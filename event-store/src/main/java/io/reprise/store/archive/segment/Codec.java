package io.reprise.store.archive.segment;

/** How blocks are compressed. The order of constants is part of the index format. */
public enum Codec {
  /** Smallest, and fast to read. */
  ZSTD("zstandard"),
  /** For readers without zstd. */
  SNAPPY("snappy");

  private final String avroName;

  Codec(String avroName) {
    this.avroName = avroName;
  }

  /** Its name in {@code avro.codec}. */
  public String avroName() {
    return avroName;
  }
}
