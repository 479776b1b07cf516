package io.reprise.rehydrate.postgres;

import io.reprise.rehydrate.target.Lineage;
import io.reprise.rehydrate.target.PartitionState;
import io.reprise.rehydrate.target.Stage;
import java.util.List;

/**
 * A version as the ledger has it.
 *
 * @param projection its id
 * @param whole whether its table is there and has the columns that its projection wants
 * @param partitions in partition order
 */
record StoredVersion(
    int version,
    Stage stage,
    Lineage lineage,
    String projection,
    boolean whole,
    List<PartitionState> partitions) {

  boolean isUnfinished() {
    return stage == Stage.LOADING || stage == Stage.TAILING;
  }
}
