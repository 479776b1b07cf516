package io.reprise.store.archive.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.OffsetRange;
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
                .formatted(segment(A), segment(B))),
        Arguments.of(
            new ArchiveOp.Merge(
                List.of("one.avro", "two.avro"), SampleSegmentFacts.of(100, 200, "b"), "ann"),
            "{\"type\":\"MERGE\",\"parts\":[\"one.avro\",\"two.avro\"],\"new\":%s,\"by\":\"ann\"}"
                .formatted(segment(B))));
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

  private static final PartitionId ID = new PartitionId("orders", "aaaaaaaaaaaaaaaaaaaaaA", 7);
  private static final HoldInForce HOLD = new HoldInForce("audit", 150, "an audit", "ann", AT);
  private static final String ID_JSON =
      "{\"topic\":\"orders\",\"topicId\":\"aaaaaaaaaaaaaaaaaaaaaA\",\"partition\":7}";
  private static final String HOLDS_JSON =
      "[{\"id\":\"audit\",\"from\":150,\"reason\":\"an"
          + " audit\",\"by\":\"ann\",\"since\":\"2026-01-02T03:04:05.006Z\"}]";

  @Test
  void writesAndReadsACheckpointOfVersion1() {
    var checkpoint =
        WholeCheckpoint.of(
            new PartitionArchive(
                ID,
                63,
                PREVIOUS,
                3,
                "archiver-1",
                List.of(SampleSegmentFacts.of(100, 200)),
                List.of(HOLD),
                120,
                110));

    var bytes = EntryCodec.write(checkpoint);

    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"v\":1,\"archive\":{\"id\":"
                + ID_JSON
                + ",\"headSeq\":63,\"headSha256\":\""
                + PREVIOUS
                + "\",\"epoch\":3,\"writer\":\"archiver-1\",\"segments\":["
                + segment(A)
                + "],\"holds\":"
                + HOLDS_JSON
                + ",\"trimIntent\":120,\"trimDone\":110}}");
    assertThat(EntryCodec.checkpointVersion("log/ckpt-63", bytes)).isEqualTo(1);
    assertThat(EntryCodec.wholeCheckpoint("log/ckpt-63", bytes)).isEqualTo(checkpoint);
  }

  private static final ManifestRef REF =
      new ManifestRef(
          "00000000000000000000-00000000000000000100-l1-c00000000000000000063-%s.json"
              .formatted(B.substring(0, 16)),
          1,
          new OffsetRange(0, 100),
          new SegmentTotals(3, 90, 1_000, 100, 3_000, 1_700_000_000_000L, 1_700_000_000_999L),
          4_321,
          B);
  private static final String REF_JSON =
      ("{\"file\":\"00000000000000000000-00000000000000000100-l1-c00000000000000000063-%s.json\",\"level\":1,"
              + "\"range\":{\"from\":0,\"to\":100},\"totals\":{\"segments\":3,\"records\":90,\"bytes\":1000,"
              + "\"indexBytes\":100,\"rawBytes\":3000,\"minTimestamp\":1700000000000,"
              + "\"maxTimestamp\":1700000000999},\"bytes\":4321,\"sha256\":\"%s\"}")
          .formatted(B.substring(0, 16), B);

  @Test
  void writesAndReadsACheckpoint() {
    var state =
        new Checkpoint.State(
            ID,
            63,
            PREVIOUS,
            3,
            "archiver-1",
            List.of(REF),
            List.of(SampleSegmentFacts.of(100, 200)),
            List.of(HOLD),
            120,
            110,
            List.of(new RetiredManifest(REF, AT)));
    var json =
        "{\"id\":"
            + ID_JSON
            + ",\"headSeq\":63,\"headSha256\":\""
            + PREVIOUS
            + "\",\"epoch\":3,\"writer\":\"archiver-1\",\"sealed\":["
            + REF_JSON
            + "],\"open\":["
            + segment(A)
            + "],\"holds\":"
            + HOLDS_JSON
            + ",\"trimIntent\":120,\"trimDone\":110,\"retired\":[{\"manifest\":"
            + REF_JSON
            + ",\"since\":\"2026-01-02T03:04:05.006Z\"}]}";
    var sha256 = EntryCodec.sha256(json.getBytes(StandardCharsets.UTF_8));
    var checkpoint = new Checkpoint(2, sha256, state);

    var bytes = EntryCodec.write(checkpoint);

    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo("{\"v\":2,\"sha256\":\"" + sha256 + "\",\"archive\":" + json + "}");
    assertThat(EntryCodec.checkpointVersion("log/ckpt-63", bytes)).isEqualTo(2);
    assertThat(EntryCodec.checkpoint("log/ckpt-63", bytes)).isEqualTo(checkpoint);
    assertThat(checkpoint.isWhole()).isTrue();
    assertThat(new Checkpoint(2, A, state).isWhole()).isFalse();
  }

  /** The code that reads version 1 is unchanged: a program of version 0.1 says the same. */
  @Test
  void aReaderOfVersion1RefusesACheckpointOfVersion2() {
    var bytes = EntryCodec.write(Checkpoint.of(PartitionArchive.empty(ID)));

    assertThatThrownBy(() -> EntryCodec.wholeCheckpoint("log/ckpt-63", bytes))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessage(
            "archive object 'log/ckpt-63' is of format version 2, this build knows version 1:"
                + " upgrade this program");
  }

  @Test
  void writesAndReadsAManifestOfSegments() {
    var manifest = SegmentManifest.ofSegments(ID, List.of(SampleSegmentFacts.of(100, 200)));

    var bytes = EntryCodec.write(manifest);

    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"v\":1,\"id\":"
                + ID_JSON
                + ",\"level\":0,\"segments\":["
                + segment(A)
                + "],\"manifests\":[]}");
    assertThat(EntryCodec.manifest("manifests/m", bytes)).isEqualTo(manifest);
  }

  @Test
  void writesAndReadsAManifestOfManifests() {
    var manifest = SegmentManifest.ofManifests(ID, List.of(REF));

    var bytes = EntryCodec.write(manifest);

    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"v\":1,\"id\":"
                + ID_JSON
                + ",\"level\":2,\"segments\":[],\"manifests\":["
                + REF_JSON
                + "]}");
    assertThat(EntryCodec.manifest("manifests/m", bytes)).isEqualTo(manifest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"SPLIT\",\"of\":1} | has the operation SPLIT, which this build does not know:"
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
  void refusesAManifestWithAFieldThatItDoesNotKnow() {
    var manifest = SegmentManifest.ofSegments(ID, List.of(SampleSegmentFacts.of(100, 200)));
    var text = new String(EntryCodec.write(manifest), StandardCharsets.UTF_8);
    for (var changed :
        List.of(
            text.replaceFirst("\"level\"", "\"hold\":5,\"level\""),
            text.replaceFirst("\"file\"", "\"hold\":5,\"file\""))) {
      assertThat(changed).isNotEqualTo(text);
      assertThatThrownBy(
              () -> EntryCodec.manifest("manifests/m", changed.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(CorruptArchiveException.class)
          .hasMessageContaining("hold");
    }
  }

  @Test
  void checksTheVersionBeforeAnyOtherField() {
    var bytes = "{\"v\":2,\"what\":\"ever\"}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> EntryCodec.entry("log/9", bytes))
        .hasMessage(
            "archive object 'log/9' is of format version 2, this build knows version 1: upgrade"
                + " this program");
    assertThatThrownBy(() -> EntryCodec.manifest("manifests/m", bytes))
        .hasMessageContaining("'manifests/m' is of format version 2, this build knows version 1");
    var newer = "{\"v\":3,\"what\":\"ever\"}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> EntryCodec.checkpointVersion("log/ckpt-9", newer))
        .hasMessage(
            "archive object 'log/ckpt-9' is of format version 3, this build knows versions 1 and"
                + " 2: upgrade this program");
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
