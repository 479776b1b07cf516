package io.reprise.rehydrate.postgres;

import io.reprise.rehydrate.target.Opening;
import io.reprise.rehydrate.target.PartitionState;
import io.reprise.rehydrate.target.Stage;
import java.util.List;

/** A version as a run got hold of it. */
record OpenedVersion(
    RunId run, Stage stage, Opening opening, ModelTable table, List<PartitionState> partitions) {}
