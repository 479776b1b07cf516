package io.reprise.replay.transform;

import io.reprise.replay.spec.Transform.MaskKind;
import io.reprise.store.select.ExpressionValue;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * One field of the changed data.
 *
 * @param schema the type of the field
 * @param source where its value is from
 * @param masks what is masked in the value, in the order of the steps
 */
record OutputField(String name, Schema schema, Source source, List<Masked> masks) {

  /** Where the value of a field is from. */
  sealed interface Source {
    /**
     * @param position the position of a field of the data as it was read
     */
    record Read(int position) implements Source {}

    record Computed(ExpressionValue value) implements Source {}
  }

  /**
   * @param names the path below the field
   */
  record Masked(List<String> names, MaskKind how) {}

  OutputField {
    masks = List.copyOf(masks);
  }

  OutputField renamed(String to) {
    return new OutputField(to, schema, source, masks);
  }

  OutputField masking(Masked more) {
    var all = new ArrayList<>(masks);
    all.add(more);
    return new OutputField(name, schema, source, all);
  }
}
