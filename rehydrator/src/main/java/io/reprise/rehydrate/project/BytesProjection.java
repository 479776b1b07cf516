package io.reprise.rehydrate.project;

import io.reprise.store.fold.Provenance;
import java.util.List;

/** Stores the state's bytes in one column {@code state}. */
public final class BytesProjection implements Projection {
  @Override
  public String id() {
    return "bytes.v1";
  }

  @Override
  public List<ProjectedColumn> columns() {
    return List.of();
  }

  @Override
  public void project(byte[] key, byte[] state, Provenance provenance, ColumnWriter row) {}

  @Override
  public String stateColumn() {
    return "state";
  }
}
