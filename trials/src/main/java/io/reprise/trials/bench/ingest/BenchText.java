package io.reprise.trials.bench.ingest;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** Generates the data of the bench's events: a user id, and random letters that hardly compress. */
final class BenchText {
  static final Schema SCHEMA =
      SchemaBuilder.record("BenchEvent")
          .namespace("io.reprise.bench")
          .fields()
          .requiredString("userId")
          .requiredString("body")
          .endRecord();

  private static final int LETTERS_PER_LONG = 4;
  private static final int LETTER_BITS = 16;
  private static final long LETTER_MASK = (1L << LETTER_BITS) - 1;

  private BenchText() {}

  /**
   * Returns random letters. Four letters are taken from each random number, so that the text is
   * cheap to generate.
   */
  static String random(SplittableRandom random, int length) {
    var letters = new byte[length];
    long bits = 0;
    for (int i = 0; i < length; i++) {
      bits = i % LETTERS_PER_LONG == 0 ? random.nextLong() : bits >>> LETTER_BITS;
      letters[i] = (byte) ('a' + ((bits & LETTER_MASK) * 26 >>> LETTER_BITS));
    }
    return new String(letters, StandardCharsets.US_ASCII);
  }
}
