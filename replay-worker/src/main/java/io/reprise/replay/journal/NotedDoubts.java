package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the notes about shards whose last transaction is in doubt ({@link DoubtNote}). A shard has
 * one note for each of its transactions that was in doubt at some time. A note counts only if its
 * next offset is the shard's present next offset. Thread-safe.
 */
public final class NotedDoubts {

  /** The notes by the shard that they are about, and then by their own keys. */
  private final Map<ShardKey, Map<ShardKey, ShardProgress>> notes = new ConcurrentHashMap<>();

  /**
   * Adds a note that was read. Replaces the note that has the same key.
   *
   * @param note a record that {@link DoubtNote#about} has made
   */
  public void add(ShardProgress note) {
    notes
        .computeIfAbsent(DoubtNote.shard(note.shard()), shard -> new ConcurrentHashMap<>())
        .put(note.shard(), note);
  }

  /** Removes the note with this key, because it was removed from the topic. */
  public void remove(ShardKey key) {
    notes.computeIfPresent(
        DoubtNote.shard(key),
        (shard, its) -> {
          its.remove(key);
          return its.isEmpty() ? null : its;
        });
  }

  /** Returns whether there is a note with this key. */
  public boolean has(ShardKey key) {
    return notes.getOrDefault(DoubtNote.shard(key), Map.of()).containsKey(key);
  }

  /**
   * Returns whether there is a note about this shard, even if the note's next offset is not the
   * shard's present one.
   */
  boolean isAbout(ShardKey shard) {
    return notes.containsKey(shard);
  }

  /** Returns all notes about shards of a replay. */
  public List<ShardProgress> about(String replay) {
    return notes.entrySet().stream()
        .filter(its -> its.getKey().replay().equals(replay))
        .flatMap(its -> its.getValue().values().stream())
        .toList();
  }

  /**
   * Returns why a shard is in doubt, for operators; empty if it is not. If several notes have the
   * shard's next offset, the note of the newest lease counts, because it is about the newest slice.
   *
   * @param newest the shard's newest committed progress record
   */
  public Optional<String> doubt(ShardProgress newest) {
    return notes.getOrDefault(newest.shard(), Map.of()).values().stream()
        .filter(note -> note.nextOffset() == newest.nextOffset())
        .max(Comparator.comparingLong(ShardProgress::leaseEpoch))
        .flatMap(note -> Optional.ofNullable(note.cause()));
  }
}
