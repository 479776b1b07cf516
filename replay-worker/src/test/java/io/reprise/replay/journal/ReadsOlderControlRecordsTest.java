package io.reprise.replay.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.state.ReplayTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Reads the control records that version 0.1 wrote. A failure here means that a worker cannot be
 * upgraded while a replay exists: fix the code, not the expectation.
 */
class ReadsOlderControlRecordsTest {
  private static final Path WRITTEN = Path.of("src/test/resources/written-by-0.1");

  /** Version 0.1 refuses these events and stops. */
  private static final Set<Class<?>> UNKNOWN_TO_0_1 =
      Set.of(
          ReplayEvent.Expired.class,
          ReplayEvent.StartRequested.class,
          ReplayEvent.Approved.class,
          ReplayEvent.ApprovalRefused.class,
          ReplayEvent.ApprovalExpired.class);

  private static final Set<Class<?>> COMMANDS_UNKNOWN_TO_0_1 =
      Set.of(
          ReplayCommand.RequestStart.class,
          ReplayCommand.Approve.class,
          ReplayCommand.RefuseApproval.class);

  /** One record as its topic holds it. */
  private record Line(String key, byte[] value, @Nullable String header) {}

  private static List<Line> lines(String topic) throws IOException {
    return Files.readAllLines(WRITTEN.resolve(topic + ".txt")).stream()
        .map(line -> line.split("\t", -1))
        .map(f -> new Line(f[0], f[1].getBytes(UTF_8), f.length > 2 ? f[2] : null))
        .toList();
  }

  private static <T> List<T> records(String topic, Class<T> type) throws IOException {
    return lines(topic).stream().map(line -> ControlCodec.decode(line.value(), type)).toList();
  }

  @Test
  void readsEveryCommand() throws IOException {
    var read = records("reprise.commands", CommandRecord.class);

    assertThat(read).containsExactlyElementsOf(OlderControlRecords.commands());
    assertThat(read.stream().map(r -> r.command().getClass()).distinct())
        .hasSize(
            ReplayCommand.class.getPermittedSubclasses().length - COMMANDS_UNKNOWN_TO_0_1.size())
        .noneMatch(COMMANDS_UNKNOWN_TO_0_1::contains);
  }

  @Test
  void readsEveryEvent() throws IOException {
    var read = records("reprise.replays", EventRecord.class);

    assertThat(read).containsExactlyElementsOf(OlderControlRecords.events());
    assertThat(read.stream().map(r -> r.event().getClass()).distinct())
        .hasSize(ReplayEvent.class.getPermittedSubclasses().length - UNKNOWN_TO_0_1.size())
        .noneMatch(UNKNOWN_TO_0_1::contains);
    assertThat(lines("reprise.replays").stream().map(Line::key))
        .containsExactlyElementsOf(read.stream().map(EventRecord::key).toList());
  }

  @Test
  void readsEverySlotRecord() throws IOException {
    var read = records("reprise.slots", SlotRecord.class);

    assertThat(read).containsExactlyElementsOf(OlderControlRecords.slots());
    assertThat(lines("reprise.slots").stream().map(Line::key))
        .containsExactlyElementsOf(read.stream().map(r -> r.shard().toString()).toList());
  }

  @Test
  void readsEveryProgressRecord() throws IOException {
    var read = records("reprise.progress", ShardProgress.class);

    assertThat(read).containsExactlyElementsOf(OlderControlRecords.progress());
    assertThat(read.stream().map(ShardProgress::state)).contains(ShardState.values());
    assertThat(lines("reprise.progress").stream().map(Line::key))
        .containsExactlyElementsOf(read.stream().map(r -> r.shard().toString()).toList());
  }

  /** Workers wrote this form before the key named the transaction in doubt. */
  @Test
  void readsANoteOfADoubtWithAKeyOfTheOlderForm() {
    var written =
        """
        {"shard":"doubt:01970000-0000-7000-8000-000000000001/3","slot":3,"state":"FAILED",
        "nextOffset":1000,"leaseEpoch":1,"attempt":1,"worker":"w1",
        "counts":{"delivered":0,"filtered":0,"elsewhere":0,"parked":0,"skipped":0,"holes":0,"bytes":0},
        "holes":{},"digest":{"chain":"%s","pending":""},
        "at":"2026-01-31T12:00:00Z","cause":"it is in doubt","v":1}
        """
            .formatted("00".repeat(32));
    var before = Samples.progress(3, ShardState.CLAIMED, 0);

    var note = ControlCodec.decode(written.getBytes(UTF_8), ShardProgress.class);
    var notes = new NotedDoubts();
    notes.add(note);

    assertThat(DoubtNote.isNote(note.shard())).isTrue();
    assertThat(DoubtNote.shard(note.shard())).isEqualTo(before.shard());
    assertThat(notes.doubt(before)).contains("it is in doubt");
    assertThat(notes.about(Samples.ID)).containsExactly(note);
    notes.remove(note.shard());
    assertThat(notes.doubt(before)).isEmpty();
  }

  @Test
  void namesTheWrittenPartitionsAsBefore() throws IOException {
    var header = WrittenPartitionsHeader.header(OlderControlRecords.WRITTEN);
    var text = header.key() + "=" + new String(header.value(), UTF_8);

    assertThat(lines("reprise.replays")).allMatch(line -> text.equals(line.header()));
    assertThat(lines("reprise.progress")).allMatch(line -> text.equals(line.header()));
  }

  @Test
  void restoresTheReplaysOfTheirEvents() throws IOException {
    var table = ReplayTable.EMPTY;
    for (var read : records("reprise.replays", EventRecord.class)) {
      table = table.after(read.replay(), read.event(), read.at());
    }

    assertThat(table.replays()).hasSize(7);
    var completed = replay(table, OlderControlRecords.LONG_HISTORY);
    assertThat(completed.state()).isEqualTo(new ReplayState.Completed());
    assertThat(completed.nextSeq()).isEqualTo(13);
    assertThat(completed.attempt()).isEqualTo(2);
    assertThat(completed.plan()).isEqualTo(OlderControlRecords.FULL_PLAN);
    assertThat(completed.throttle()).isEqualTo(new Throttle(70L, null));
    assertThat(completed.shares()).isEqualTo(Map.of());
    assertThat(completed.createdAt()).isEqualTo(OlderControlRecords.AT);
    assertThat(completed.startedAt()).isEqualTo(OlderControlRecords.AT.plusSeconds(1));
    assertThat(completed.endedAt()).isEqualTo(OlderControlRecords.AT.plusSeconds(12));
    assertState(table, OlderControlRecords.CANCELLED, new ReplayState.Cancelled());
    assertState(table, OlderControlRecords.WITH_PARKED, new ReplayState.CompletedWithParked());
    assertState(table, OlderControlRecords.PLANNED, new ReplayState.Planned());
    assertState(
        table, OlderControlRecords.FAILING, new ReplayState.Failing("shard 0: out of range"));
    assertState(table, OlderControlRecords.PAUSED, new ReplayState.Paused());
    assertState(table, OlderControlRecords.FAILED, new ReplayState.Failed("shard 0: gone"));
  }

  private static void assertState(ReplayTable table, String id, ReplayState expected) {
    assertThat(replay(table, id).state()).isEqualTo(expected);
  }

  private static Replay replay(ReplayTable table, String id) {
    return Objects.requireNonNull(table.replay(id));
  }
}
