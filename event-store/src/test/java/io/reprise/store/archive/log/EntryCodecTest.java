package io.reprise.store.archive.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EntryCodecTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.006Z");
  private static final String PREVIOUS = "0123456789abcdef".repeat(4);
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final String ENTRY =
      "{\"v\":1,\"seq\":9,\"epoch\":3,\"nonce\":\"n\",\"at\":\"2026-01-02T03:04:05.006Z\",\"prevSha256\":\""
          + PREVIOUS
          + "\",\"op\":%s}";

  static Stream<Arguments> golden() {
    return Stream.of(
        Arguments.of(
            new ArchiveOp.Claim("archiver-1"), "{\"type\":\"CLAIM\",\"writer\":\"archiver-1\"}"),
        Arguments.of(
            new ArchiveOp.Add(SampleSegmentFacts.of(100, 200)),
            "{\"type\":\"ADD\",\"segment\":" + segment(A) + "}"),
        Arguments.of(
            new ArchiveOp.Hold("audit", 150, "an audit", "ann"),
            "{\"type\":\"HOLD\",\"id\":\"audit\",\"from\":150,\"reason\":\"an"
                + " audit\",\"by\":\"ann\"}"),
        Arguments.of(
            new ArchiveOp.Unhold("audit", "bob"),
            "{\"type\":\"UNHOLD\",\"id\":\"audit\",\"by\":\"bob\"}"),
        Arguments.of(new ArchiveOp.TrimIntent(150), "{\"type\":\"TRIM_INTENT\",\"before\":150}"),
        Arguments.of(new ArchiveOp.TrimDone(150), "{\"type\":\"TRIM_DONE\",\"logStart\":150}"),
        Arguments.of(
            new ArchiveOp.Replace(
                SampleSegmentFacts.of(100, 200), SampleSegmentFacts.of(100, 200, "b"), "codec"),
            "{\"type\":\"REPLACE\",\"old\":%s,\"new\":%s,\"reason\":\"codec\"}"
                .formatted(segment(A), segment(B))));
  }

  private static String segment(String digest) {
    return ("{\"file\":\"00000000000000000100-00000000000000000200-e1-%s.avro\",\"range\":{\"from\":100,\"to\":200},"
            + "\"records\":100,\"bytes\":1000,\"sha256\":\"%s\",\"indexBytes\":100,\"indexSha256\":\"%s\","
            + "\"rawBytes\":3000,\"digest\":\"%s\",\"minTimestamp\":1700000000000,\"maxTimestamp\":1700000000999}")
        .formatted(digest.substring(0, 16), digest, digest, digest);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void writesAndReadsTheseBytes(ArchiveOp op, String json) {
    var entry = new ArchiveEntry(1, 9, 3, "n", AT, PREVIOUS, op);

    var bytes = EntryCodec.write(entry);

    assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(ENTRY.formatted(json));
    assertThat(EntryCodec.entry("log/9", bytes)).isEqualTo(entry);
  }

  @Test
  void writesAndReadsACheckpoint() {
    var id = new PartitionId("orders", "aaaaaaaaaaaaaaaaaaaaaA", 7);
    var hold = new HoldInForce("audit", 150, "an audit", "ann", AT);
    var checkpoint =
        new Checkpoint(
            1,
            new PartitionArchive(
                id,
                63,
                PREVIOUS,
                3,
                "archiver-1",
                List.of(SampleSegmentFacts.of(100, 200)),
                List.of(hold),
                120,
                110));

    var bytes = EntryCodec.write(checkpoint);

    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"v\":1,\"archive\":{\"id\":{\"topic\":\"orders\",\"topicId\":\"aaaaaaaaaaaaaaaaaaaaaA\",\"partition\":7},"
                + "\"headSeq\":63,\"headSha256\":\""
                + PREVIOUS
                + "\",\"epoch\":3,\"writer\":\"archiver-1\",\"segments\":["
                + segment(A)
                + "],\"holds\":[{\"id\":\"audit\",\"from\":150,\"reason\":\"an"
                + " audit\",\"by\":\"ann\",\"since\":\"2026-01-02T03:04:05.006Z\"}],"
                + "\"trimIntent\":120,\"trimDone\":110}}");
    assertThat(EntryCodec.checkpoint("log/ckpt-63", bytes)).isEqualTo(checkpoint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"MERGE\",\"of\":1} | has the operation MERGE, which this build does not know:"
            + " upgrade",
        "{\"type\":\"TRIM_DONE\",\"logStart\":1,\"more\":2} | more",
        "{\"type\":\"TRIM_DONE\"} | logStart",
        "{\"type\":\"TRIM_DONE\",\"logStart\":null} | logStart",
        "{\"type\":\"TRIM_DONE\",\"logStart\":1.5} | cannot be read",
        "{\"type\":\"TRIM_DONE\",\"logStart\":\"1\"} | cannot be read",
        "{\"type\":\"TRIM_DONE\",\"logStart\":1,\"logStart\":2} | Duplicate",
        "{\"type\":\"TRIM_DONE\",\"logStart\":1}} | cannot be read",
        "null | op",
      })
  void refusesUnknownFieldsAndOperations(String op, String reason) {
    var bytes = ENTRY.formatted(op).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> EntryCodec.entry("log/9", bytes))
        .isInstanceOfSatisfying(
            CorruptArchiveException.class, e -> assertThat(e.object()).isEqualTo("log/9"))
        .hasMessageContaining(reason);
  }

  @Test
  void checksTheVersionBeforeAnyOtherField() {
    var bytes = "{\"v\":2,\"what\":\"ever\"}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> EntryCodec.entry("log/9", bytes))
        .hasMessage(
            "archive object 'log/9' is of format version 2, this build knows version 1: upgrade"
                + " this program");
    assertThatThrownBy(() -> EntryCodec.checkpoint("log/ckpt-9", bytes))
        .hasMessageContaining("'log/ckpt-9' is of format version 2");
  }

  @Test
  void refusesBytesThatAreNotJson() {
    assertThatThrownBy(() -> EntryCodec.entry("log/9", new byte[0]))
        .isInstanceOf(CorruptArchiveException.class);
    assertThatThrownBy(() -> EntryCodec.entry("log/9", new byte[] {'{', 0}))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("restore it from a copy");
  }
}
