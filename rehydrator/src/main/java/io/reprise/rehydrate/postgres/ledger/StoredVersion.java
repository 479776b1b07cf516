package io.reprise.rehydrate.postgres.ledger;

import io.reprise.rehydrate.target.Lineage;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.VersionStage;
import java.util.List;

/**
 * A version of a model as stored in the ledger.
 *
 * @param projection the id of the projection that wrote the version's rows
 * @param whole true if the version's table exists and has the columns of the projection
 * @param partitions the stored progress of each partition, sorted by partition number
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
