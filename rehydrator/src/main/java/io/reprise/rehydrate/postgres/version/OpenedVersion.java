package io.reprise.rehydrate.postgres.version;

import io.reprise.rehydrate.postgres.ledger.RunId;
import io.reprise.rehydrate.postgres.table.ModelTable;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.VersionOrigin;
import io.reprise.rehydrate.target.VersionStage;
import java.util.List;

/** A version as a run got hold of it. */
public record OpenedVersion(
    RunId run,
    VersionStage stage,
    VersionOrigin opening,
    ModelTable table,
    List<StoredPartition> partitions) {}
