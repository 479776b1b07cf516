package io.reprise.trials.bench.ingest;

import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** Generates the data of the bench's events: a user, and random letters that hardly compress. */
final class BenchText {
  static final Schema SCHEMA =
      SchemaBuilder.record("BenchEvent")
          .namespace("io.reprise.bench")
          .fields()
          .requiredString("userId")
          .requiredString("body")
          .endRecord();

  private BenchText() {}

  static String random(SplittableRandom random, int length) {
    var letters = new char[length];
    for (int i = 0; i < length; i++) {
      letters[i] = (char) ('a' + random.nextInt(26));
    }
    return new String(letters);
  }
}
