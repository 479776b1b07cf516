package io.reprise.store.archive.log;

import io.reprise.store.archive.ArchiveChangedException;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectFetcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Proves a commit log: checks every entry from the first one on. Also compares each checkpoint with
 * the archive's state after the entry that the checkpoint belongs to. Confined to one thread; used
 * once.
 */
public final class CommitLogProof {
  private static final Pattern NUMBERED = Pattern.compile("\\d{20}\\.json");

  private final ObjectFetcher fetcher;
  private final PartitionId id;
  private final Predicate<String> trusted;
  private final CheckpointReader checkpointReader;
  private final Map<Long, String> sha256s = new HashMap<>();
  private final Map<String, List<SegmentFacts>> parts = new HashMap<>();
  private final Set<String> damaged = new HashSet<>();
  private PartitionArchive archive;
  private boolean whole = true;

  CommitLogProof(ObjectFetcher fetcher, PartitionId id, Predicate<String> trusted) {
    // The proof has its own, empty cache of manifests, so it reads every manifest from the store
    // even if another reader has cached the manifest.
    this.checkpointReader = new CheckpointReader(fetcher, id, ManifestCache.ofOneLog());
    this.fetcher = fetcher;
    this.id = id;
    this.trusted = trusted;
    this.archive = PartitionArchive.empty(id);
  }

  /**
   * Reads the log up to its end or its first bad entry.
   *
   * @param fault called for each object that is missing, altered or misplaced. A bad entry is
   *     reported last, because the entries after it cannot be checked.
   */
  public void prove(Consumer<CorruptArchiveException> fault) {
    var entries = new ArrayList<String>();
    var checkpoints = new ArrayList<String>();
    for (var object : objects()) {
      if (isCheckpoint(object)) {
        checkpoints.add(object);
      } else if (isEntry(object)) {
        entries.add(object);
      } else {
        fault.accept(new CorruptArchiveException(object, "is not part of a commit log: remove it"));
      }
    }
    try {
      for (var name : entries) {
        step(name, checkpoints, fault);
      }
    } catch (CorruptArchiveException e) {
      whole = false;
      fault.accept(e);
    }
    if (whole) {
      proveRest(checkpoints, fault);
    }
  }

  private boolean isEntry(String name) {
    return NUMBERED.matcher(name.substring(ArchiveLayout.entries(id).length())).matches();
  }

  private boolean isCheckpoint(String name) {
    var under = ArchiveLayout.checkpoints(id);
    return name.startsWith(under) && NUMBERED.matcher(name.substring(under.length())).matches();
  }

  private void step(
      String name, List<String> checkpoints, Consumer<CorruptArchiveException> fault) {
    var due = ArchiveLayout.entry(id, archive.headSeq() + 1);
    if (!name.equals(due)) {
      throw new CorruptArchiveException(
          due, "is missing, but '%s' exists: restore it from a copy".formatted(name));
    }
    var bytes = fetcher.find(name).orElse(new byte[0]);
    archive = fold(name, bytes);
    sha256s.put(archive.headSeq(), archive.headSha256());
    var checkpoint = ArchiveLayout.checkpoint(id, archive.headSeq());
    if (checkpoints.remove(checkpoint)) {
      proveCheckpoint(checkpoint, fault);
    }
  }

  /**
   * Compares a checkpoint with the archive's state after the entry that the checkpoint belongs to.
   * Reads every manifest that the checkpoint names, directly or through other manifests. Two things
   * are not reported as faults: a checkpoint that a writer has removed since it was listed, and a
   * missing manifest that only an outdated checkpoint names.
   */
  private void proveCheckpoint(String name, Consumer<CorruptArchiveException> fault) {
    try {
      var bytes = fetcher.find(name);
      if (bytes.isPresent() && !isOurs(name, bytes.get())) {
        fault.accept(
            new CorruptArchiveException(
                name,
                "does not match the entries before it: remove it, readers then start from an earlier entry"));
      }
    } catch (ArchiveChangedException e) {
      // A manifest of this checkpoint was replaced by a newer one and removed. The checkpoint that
      // names the newer manifest is proved separately.
    } catch (CorruptArchiveException e) {
      if (damaged.add(e.object())) {
        // Several checkpoints may name the same damaged manifest. It is reported only once.
        fault.accept(e);
      }
    }
  }

  private PartitionArchive fold(String name, byte[] bytes) {
    try {
      var entry = EntryCodec.entry(name, bytes);
      var after = CommitLog.fold(archive, name, bytes, entry);
      if (entry.op() instanceof ArchiveOp.Merge merge) {
        rememberParts(merge.merged());
      }
      return after;
    } catch (CorruptArchiveException e) {
      throw isVouchedFor(bytes) && !follows(name, bytes) ? blamePredecessor() : e;
    }
  }

  /**
   * Remembers which original segments {@code merged} replaces. An original segment is one that was
   * not made by a merge. A proof compares the records of a merged segment with the commit entries
   * of its original segments.
   */
  private void rememberParts(SegmentFacts merged) {
    var all = new ArrayList<SegmentFacts>();
    archive
        .segments()
        .in(merged.range())
        .forEach(part -> all.addAll(parts.getOrDefault(part.file(), List.of(part))));
    parts.put(merged.file(), List.copyOf(all));
  }

  /**
   * Returns the original segments whose records {@code segment} contains: those that were not made
   * by a merge. Returns {@code segment} itself if no merge made it.
   */
  public List<SegmentFacts> partsOf(SegmentFacts segment) {
    return parts.getOrDefault(segment.file(), List.of(segment));
  }

  /**
   * Returns whether {@code bytes}, the content of an entry, is known to be unaltered. That is the
   * case if the next entry contains the SHA-256 of these bytes, or if the caller trusts that
   * SHA-256.
   */
  private boolean isVouchedFor(byte[] bytes) {
    var name = ArchiveLayout.entry(id, archive.headSeq() + 2);
    var sha256 = EntryCodec.sha256(bytes);
    return trusted.test(sha256)
        || fetcher.find(name).map(next -> predecessor(name, next).equals(sha256)).orElse(false);
  }

  private boolean follows(String name, byte[] bytes) {
    return predecessor(name, bytes).equals(archive.headSha256());
  }

  private static String predecessor(String name, byte[] bytes) {
    try {
      return EntryCodec.entry(name, bytes).prevSha256();
    } catch (CorruptArchiveException e) {
      return "";
    }
  }

  private CorruptArchiveException blamePredecessor() {
    return new CorruptArchiveException(
        ArchiveLayout.entry(id, archive.headSeq()),
        "does not match the digest in the entry after it: it was altered or forged; restore the"
            + " log from a copy");
  }

  private boolean isOurs(String name, byte[] bytes) {
    if (EntryCodec.checkpointVersion(name, bytes) == WholeCheckpoint.VERSION) {
      return Arrays.equals(bytes, EntryCodec.write(WholeCheckpoint.of(archive)));
    }
    var checkpoint = EntryCodec.checkpoint(name, bytes);
    return Arrays.equals(bytes, EntryCodec.write(checkpoint))
        && checkpointReader.read(name, bytes).equals(archive);
  }

  /**
   * Checks the checkpoints that are left after the last entry that this proof has read. Their
   * entries may have been appended after the proof listed the log's objects. Reports a checkpoint
   * whose entry does not exist.
   */
  private void proveRest(List<String> checkpoints, Consumer<CorruptArchiveException> fault) {
    for (var name : checkpoints) {
      var entry =
          ArchiveLayout.entries(id) + name.substring(ArchiveLayout.checkpoints(id).length());
      if (fetcher.find(entry).isEmpty()) {
        fault.accept(
            new CorruptArchiveException(
                name, "belongs to an entry that is missing: restore the log from a copy"));
      }
    }
  }

  private List<String> objects() {
    var names = new ArrayList<String>();
    var under = ArchiveLayout.entries(id);
    var page = fetcher.list(under, null);
    while (!page.isEmpty()) {
      page.stream().map(ObjectFacts::name).forEach(names::add);
      page = fetcher.list(under, names.get(names.size() - 1));
    }
    return names;
  }

  /** Returns whether {@link #prove} has read every entry up to the end of the log. */
  public boolean isWhole() {
    return whole;
  }

  /** Returns the archive's state after the last entry that was checked and found good. */
  public PartitionArchive archive() {
    return archive;
  }

  /**
   * Returns whether the proof has read an entry that has the number {@code seq} and the SHA-256
   * {@code sha256}.
   */
  public boolean contains(long seq, String sha256) {
    return sha256.equals(sha256s.get(seq));
  }
}
