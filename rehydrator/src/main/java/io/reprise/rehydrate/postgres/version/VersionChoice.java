package io.reprise.rehydrate.postgres.version;

import io.reprise.rehydrate.postgres.ledger.StoredVersion;
import io.reprise.rehydrate.target.Lineage;
import io.reprise.rehydrate.target.OpenRequest;
import io.reprise.rehydrate.target.Reuse;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.VersionOrigin;
import io.reprise.rehydrate.target.VersionStage;
import java.util.List;
import java.util.Optional;

/**
 * The decision which version of a model a run works on. It depends on the request and the stored
 * versions only.
 *
 * @param toContinue the version to continue; empty to begin a new one
 */
public record VersionChoice(Optional<StoredVersion> toContinue, VersionOrigin origin) {

  public static VersionChoice of(
      List<StoredVersion> stored, OpenRequest request, String projection) {
    var unfinished = stored.stream().filter(StoredVersion::isUnfinished).findFirst();
    var visible = stored.stream().filter(v -> v.stage() == VersionStage.VISIBLE).findFirst();
    var against = unfinished.flatMap(v -> reasonAgainst(v, request, projection));
    if (unfinished.isPresent() && against.isEmpty()) {
      return new VersionChoice(unfinished, new VersionOrigin.Resumed());
    }
    if (visible.isPresent() && satisfies(visible.get(), request, projection)) {
      return new VersionChoice(visible, new VersionOrigin.Visible());
    }
    return new VersionChoice(
        Optional.empty(),
        against
            .<VersionOrigin>map(VersionOrigin.Restarted::new)
            .orElseGet(VersionOrigin.Fresh::new));
  }

  /** Returns why an unfinished version cannot be continued; empty if it can. */
  private static Optional<String> reasonAgainst(
      StoredVersion v, OpenRequest request, String projection) {
    if (request.reuse() == Reuse.NOTHING) {
      return Optional.of("a new version was requested");
    }
    if (!v.lineage().equals(request.lineage()) || !v.projection().equals(projection)) {
      return Optional.of(
          "it was made from %s with %s, now it is %s with %s"
              .formatted(v.lineage(), v.projection(), request.lineage(), projection));
    }
    if (!v.whole()) {
      return Optional.of("its table is missing or has other columns");
    }
    return v.partitions().stream()
        .filter(p -> storedUpTo(p) > request.ends().getOrDefault(p.partition(), 0L))
        .map(p -> "partition %d is already past the requested end".formatted(p.partition()))
        .findFirst();
  }

  private static long storedUpTo(StoredPartition p) {
    return p.watermark() == null ? 0 : Math.max(p.position(), p.watermark().emittedTo());
  }

  private static boolean satisfies(StoredVersion v, OpenRequest request, String projection) {
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

  /**
   * Returns the inputs of a version without the name of the snapshots. New events can be applied to
   * a visible version whichever snapshots it was built from, so the name is not compared.
   */
  private static Lineage withoutSource(Lineage lineage) {
    return new Lineage(
        lineage.topic(), lineage.topicId(), lineage.partitions(), lineage.reducer(), "");
  }
}
