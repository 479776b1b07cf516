package io.reprise.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.HoleList;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.store.digest.OffsetDigest;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shows guarantee 5 of docs/liveness.md. */
class NotedDoubtsTest {
  private static final ShardProgress FIRST = Samples.progress(0, ShardState.CLAIMED, 10);
  private static final ShardProgress SECOND =
      FIRST
          .advanced(
              FIRST.nextOffset() + 20,
              ShardCounts.NONE,
              HoleList.NONE,
              OffsetDigest.State.EMPTY,
              Samples.NOON)
          .claimedBy("w2", 1, Samples.NOON);

  private final NotedDoubts notes = new NotedDoubts();

  /**
   * A former owner found that the transaction after {@code FIRST} is in doubt. A later owner could
   * determine its outcome, and noted the doubt about the transaction after {@code SECOND}. The
   * former owner's note is written only then.
   */
  @Test
  void aLateNoteAboutAnEarlierTransactionLeavesTheNewerDoubt() {
    notes.add(note(SECOND, "second"));
    notes.add(note(FIRST, "late"));

    assertThat(notes.doubt(SECOND)).contains("second");
  }

  @Test
  void compactionKeepsTheNewerDoubtWhenALateNoteFollows() {
    compacted(note(SECOND, "second"), note(FIRST, "late")).forEach(notes::add);

    assertThat(notes.doubt(SECOND)).contains("second");
  }

  @Test
  void aLateNoteOfAnEarlierLeaseLeavesTheOffsetsThatTheNewestSliceMayHaveDelivered() {
    var again = FIRST.claimedBy("w2", 1, Samples.NOON);

    compacted(note(again, "[1010, 1015)"), note(FIRST, "[1010, 1030)")).forEach(notes::add);

    assertThat(notes.doubt(again.claimedBy("w3", 2, Samples.NOON))).contains("[1010, 1015)");
  }

  @Test
  void aNoteThatIsWrittenAgainHasTheSameKey() {
    assertThat(compacted(note(FIRST, "in doubt"), note(FIRST, "in doubt"))).hasSize(1);
  }

  @Test
  void aNoteAboutOtherOffsetsSaysNothing() {
    notes.add(note(FIRST, "in doubt"));

    assertThat(notes.doubt(SECOND)).isEmpty();
    assertThat(notes.isAbout(SECOND.shard())).isTrue();
  }

  @Test
  void everyNoteAboutAReplayIsFoundAndRemoved() {
    var older = withOlderKey(FIRST);
    var all = List.of(note(FIRST, "first"), note(SECOND, "second"), older);
    all.forEach(notes::add);
    assertThat(notes.about(Samples.ID)).containsExactlyInAnyOrderElementsOf(all);
    assertThat(notes.about("another")).isEmpty();

    for (var note : all) {
      assertThat(notes.has(note.shard())).isTrue();
      notes.remove(note.shard());
      assertThat(notes.has(note.shard())).isFalse();
    }
    assertThat(notes.about(Samples.ID)).isEmpty();
    assertThat(notes.isAbout(FIRST.shard())).isFalse();
  }

  @Test
  void aNoteWithAKeyOfTheOlderFormCountsBesideTheOthers() {
    notes.add(withOlderKey(SECOND));
    notes.add(note(FIRST, "late"));

    assertThat(notes.doubt(SECOND)).contains("older");
  }

  private static ShardProgress note(ShardProgress before, String doubt) {
    return DoubtNote.about(before, doubt, Samples.NOON);
  }

  private static ShardProgress withOlderKey(ShardProgress before) {
    var key = new ShardKey("doubt:" + before.shard().replay(), before.shard().index());
    return new ShardProgress(
        key,
        before.slot(),
        ShardState.FAILED,
        before.nextOffset(),
        before.leaseEpoch(),
        before.attempt(),
        before.worker(),
        before.counts(),
        before.holes(),
        before.digest(),
        before.at(),
        "older",
        null);
  }

  /** Returns the newest note of each key, in the order of the topic. */
  private static List<ShardProgress> compacted(ShardProgress... written) {
    var newest = new LinkedHashMap<String, ShardProgress>();
    for (var note : written) {
      newest.remove(note.shard().toString());
      newest.put(note.shard().toString(), note);
    }
    return List.copyOf(newest.values());
  }
}
