package io.reprise.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.compare.match.Comparison;
import io.reprise.cli.compare.match.MatchBy;
import io.reprise.cli.compare.match.Side;
import io.reprise.cli.compare.match.Tally;
import io.reprise.cli.compare.match.Tolerances;
import io.reprise.cli.events.EventSchemas;
import io.reprise.cli.events.EventValues;
import io.reprise.cli.events.RecordPages;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a comparison that was stopped says of itself. */
class CompareResultTest {
  private static final int RECORDS = 40;

  @TempDir Path directory;

  private final Tally tally = new Tally(CompareResult.SAMPLES);

  /** Returns whether to stop: from a given question on. */
  private static BooleanSupplier after(int questions) {
    var asked = new int[1];
    return () -> asked[0]++ >= questions;
  }

  private static SideReaders readers() {
    return new SideReaders(reader(Side.LEFT), reader(Side.RIGHT));
  }

  private static SideReader reader(Side side) {
    var ranges = List.of(new ComparedSide.Range(0, 0, RECORDS));
    RecordPages pages = CompareResultTest::page;
    return new TopicReader(new ComparedSide(side, "t", null, ranges), pages);
  }

  /** Returns a page of a partition in which each record has a key of its own. */
  private static JsonNode page(int partition, @Nullable Long from, @Nullable Long to, int limit) {
    var page = Json.json().createObjectNode().put("next", RECORDS).put("to", RECORDS);
    var records = page.putArray("records");
    for (int i = 0; i < RECORDS; i++) {
      records
          .addObject()
          .put("offset", i)
          .put("timestamp", Instant.ofEpochSecond(i).toString())
          .put("key", "k" + i)
          .put("valueBase64", Base64.getEncoder().encodeToString(bytes("v" + i)))
          .putArray("headers");
    }
    return page;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private CompareResult compare(
      SideReaders readers, BooleanSupplier stopReading, BooleanSupplier stopComparing)
      throws IOException {
    var schemas =
        new EventSchemas(
            () -> {
              throw new AssertionError("text needs no schema");
            });
    var options = new MatchOptions();
    var fingerprints = new RecordFingerprints(options, options.fields(), new EventValues(schemas));
    var scratch = Files.createTempDirectory(directory, "run-");
    try (var comparison = new Comparison(scratch, MatchBy.KEY, Tolerances.NONE, 1_000)) {
      boolean isRead = readers.read(fingerprints, comparison::add, stopReading);
      boolean isComplete = isRead && comparison.compare(tally, stopComparing, done -> {});
      return new CompareResult(MatchBy.KEY, readers, tally, isRead, isComplete);
    }
  }

  private static JsonNode json(CompareResult result) {
    return result.json(Json.json().createArrayNode());
  }

  @Test
  void aWholeComparisonHasNothingToExplain() throws IOException {
    var result = compare(readers(), () -> false, () -> false);

    assertThat(result.notes()).isEmpty();
    assertThat(json(result).path("equal").asBoolean()).isTrue();
    assertThat(json(result).path("same").asInt()).isEqualTo(RECORDS);
  }

  @Test
  void whileRecordsAreReadNothingIsKnown() throws IOException {
    var result = compare(readers(), after(RECORDS + 5), () -> false);

    assertThat(result.notes())
        .containsExactly("stopped after 45 of 80 offsets or rows were read: nothing was compared");
    assertThat(json(result).path("equal").asBoolean()).isFalse();
    assertThat(json(result).has("same")).isFalse();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void countsOfAStoppedComparisonSayHowManyKeysTheyCover() throws IOException {
    var result = compare(readers(), () -> false, after(3));

    assertThat(result.notes())
        .singleElement()
        .asString()
        .startsWith("stopped: the counts are partial, of ");
    assertThat(json(result).path("complete").asBoolean()).isFalse();
    assertThat(json(result).path("equal").asBoolean()).isFalse();
    assertThat(json(result).path("same").asInt()).isBetween(1, RECORDS - 1);
    assertThat(json(result).path("onlyLeft").asInt()).isZero();
  }
}
