package io.reprise.store.archive.segment;

/**
 * How the blocks of a segment are compressed. A segment index stores the position of a constant in
 * this enum, so the order of the constants must not change.
 */
public enum Codec {
  /** The default. Gives smaller objects than {@link #SNAPPY}, which are also fast to read. */
  ZSTD("zstandard"),
  /**
   * For archives that are also read by programs without support for zstd. Gives larger objects than
   * {@link #ZSTD}.
   */
  SNAPPY("snappy");

  private final String avroName;

  Codec(String avroName) {
    this.avroName = avroName;
  }

  /**
   * Returns the name of the codec in Avro. It is the value of {@code avro.codec} in a data object's
   * metadata.
   */
  public String avroName() {
    return avroName;
  }
}
