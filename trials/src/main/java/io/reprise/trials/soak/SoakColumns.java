package io.reprise.trials.soak;

import io.reprise.cli.output.TableColumn;
import java.util.List;

/** The columns of the tables in which a soak is reported. */
final class SoakColumns {
  static final List<TableColumn> BALANCE =
      List.of(
          TableColumn.of("events acknowledged", "acknowledged"),
          TableColumn.of("events per second", "perSecond"),
          TableColumn.of("events stored", "balance.stored"),
          TableColumn.of("offsets archived", "balance.archived"),
          TableColumn.of("archived records proven", "balance.proven"),
          TableColumn.of("faults of the archive", "balance.archiveFindings"),
          TableColumn.of("snapshots audited", "balance.auditedKeys"),
          TableColumn.of("snapshots differing", "balance.differingKeys"),
          TableColumn.of("replays", "replays"),
          TableColumn.of("wrong replays", "wrongReplays"),
          TableColumn.of("records delivered", "delivered"),
          TableColumn.of("offsets replayed from the archive", "fromArchive"),
          TableColumn.of("missing", "missing"),
          TableColumn.of("duplicated", "duplicated"),
          TableColumn.of("altered", "altered"),
          TableColumn.of("out of order", "outOfOrder"),
          TableColumn.of("restarts", "restarts"),
          TableColumn.of("repeated starts", "repeatedStarts"),
          TableColumn.of("failures", "failed"),
          TableColumn.of("seconds", "seconds"));

  static final List<TableColumn> USAGE =
      List.of(
          TableColumn.of("service", "service"),
          TableColumn.of("measure", "measure"),
          TableColumn.of("samples", "samples"),
          TableColumn.of("first third", "firstThird"),
          TableColumn.of("last third", "lastThird"),
          TableColumn.of("young process", "young"),
          TableColumn.of("old process", "old"),
          TableColumn.of("flat", "flat"));

  private SoakColumns() {}
}
