package io.reprise.rehydrate.postgres.version;

import io.reprise.rehydrate.postgres.ledger.RunId;
import io.reprise.rehydrate.postgres.table.ModelTable;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.VersionOrigin;
import io.reprise.rehydrate.target.VersionStage;
import java.util.List;

/** The version that a run owns, with the progress that was stored when the run became its owner. */
public record OpenedVersion(
    RunId run,
    VersionStage stage,
    VersionOrigin origin,
    ModelTable table,
    List<StoredPartition> partitions) {}
