package io.reprise.rehydrate.postgres;

import io.reprise.rehydrate.target.Lineage;
import io.reprise.rehydrate.target.OpenRequest;
import io.reprise.rehydrate.target.Opening;
import io.reprise.rehydrate.target.PartitionState;
import io.reprise.rehydrate.target.Reuse;
import io.reprise.rehydrate.target.Stage;
import java.util.List;
import java.util.Optional;

/**
 * Which version a run works on. Decided from values alone.
 *
 * @param goOn empty to begin a new one
 */
record VersionChoice(Optional<StoredVersion> goOn, Opening opening) {

  static VersionChoice of(List<StoredVersion> stored, OpenRequest request, String projection) {
    var unfinished = stored.stream().filter(StoredVersion::isUnfinished).findFirst();
    var visible = stored.stream().filter(v -> v.stage() == Stage.VISIBLE).findFirst();
    var against = unfinished.flatMap(v -> whyNot(v, request, projection));
    if (unfinished.isPresent() && against.isEmpty()) {
      return new VersionChoice(unfinished, new Opening.Resumed());
    }
    if (visible.isPresent() && serves(visible.get(), request, projection)) {
      return new VersionChoice(visible, new Opening.Visible());
    }
    return new VersionChoice(
        Optional.empty(),
        against.<Opening>map(Opening.Restarted::new).orElseGet(Opening.Fresh::new));
  }

  /** Why an unfinished version cannot be gone on with. */
  private static Optional<String> whyNot(StoredVersion v, OpenRequest request, String projection) {
    if (request.reuse() == Reuse.NOTHING) {
      return Optional.of("it was asked to begin anew");
    }
    if (!v.lineage().equals(request.lineage()) || !v.projection().equals(projection)) {
      return Optional.of(
          "it was made from %s with %s, now it is %s with %s"
              .formatted(v.lineage(), v.projection(), request.lineage(), projection));
    }
    if (!v.whole()) {
      return Optional.of("its table is gone or has another shape");
    }
    return v.partitions().stream()
        .filter(p -> reaches(p) > request.ends().getOrDefault(p.partition(), 0L))
        .map(p -> "partition %d reaches behind the end asked for".formatted(p.partition()))
        .findFirst();
  }

  private static long reaches(PartitionState p) {
    return p.watermark() == null ? 0 : Math.max(p.position(), p.watermark().emittedTo());
  }

  private static boolean serves(StoredVersion v, OpenRequest request, String projection) {
    if (!v.whole() || !v.projection().equals(projection)) {
      return false;
    }
    return switch (request.reuse()) {
      case NOTHING -> false;
      case UNFINISHED ->
          v.lineage().equals(request.lineage())
              && v.partitions().stream()
                  .allMatch(p -> request.ends().getOrDefault(p.partition(), 0L) == p.position());
      case VISIBLE -> withoutSource(v.lineage()).equals(withoutSource(request.lineage()));
    };
  }

  /** What is followed needs no snapshots, so that it does not matter which it came from. */
  private static Lineage withoutSource(Lineage lineage) {
    return new Lineage(
        lineage.topic(), lineage.topicId(), lineage.partitions(), lineage.reducer(), "");
  }
}
