package io.reprise.store.archive.segment;

/** The compression of blocks. The order of the constants is part of the index format. */
public enum Codec {
  /** The default: gives the smallest objects, which are fast to read. */
  ZSTD("zstandard"),
  /** The alternative to {@link #ZSTD}, for readers that do not support zstd. */
  SNAPPY("snappy");

  private final String avroName;

  Codec(String avroName) {
    this.avroName = avroName;
  }

  /** Returns the name of the codec in the metadata entry {@code avro.codec}. */
  public String avroName() {
    return avroName;
  }
}
