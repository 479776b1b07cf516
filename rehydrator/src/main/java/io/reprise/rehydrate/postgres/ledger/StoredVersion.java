package io.reprise.rehydrate.postgres.ledger;

import io.reprise.rehydrate.target.Lineage;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.VersionStage;
import java.util.List;

/**
 * A version as the ledger has it.
 *
 * @param projection its id
 * @param whole whether its table is there and has the columns that its projection wants
 * @param partitions in partition order
 */
public record StoredVersion(
    int version,
    VersionStage stage,
    Lineage lineage,
    String projection,
    boolean whole,
    List<StoredPartition> partitions) {

  public boolean isUnfinished() {
    return stage == VersionStage.LOADING || stage == VersionStage.TAILING;
  }
}
