package io.reprise.replay.http;

import io.javalin.http.Context;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.Transform;
import io.reprise.runtime.access.FieldMask;
import io.reprise.runtime.access.FieldPath;
import io.reprise.runtime.http.Caller;
import io.reprise.store.select.ReadPaths;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Refuses filters that select by what is hidden from the caller, because the number of records that
 * a replay delivers would tell what is hidden. Refuses transforms that copy what is hidden into a
 * field with another name, where no mask hides it.
 */
final class MaskedFilter {
  private static final String WHERE = "filter.where";

  private MaskedFilter() {}

  /**
   * Checks the filter of a request.
   *
   * @throws io.reprise.runtime.http.ProblemException with status 403 if the filter selects by
   *     something that is hidden
   */
  static void check(Context ctx, ReplaySpec spec) {
    var topic = spec.source().topic();
    var caller = Caller.of(ctx);
    var mask = caller.mask(topic);
    if (mask.isNone()) {
      return;
    }
    var filter = spec.filter();
    if (!filter.keys().isEmpty()) {
      refuse(caller, topic, "filter.keys", mask.hiddenOf(FieldPath.ofKey()));
    }
    if (!filter.types().isEmpty()) {
      refuse(caller, topic, "filter.types", mask.hiddenOf(FieldPath.ofHeader("ce_type")));
    }
    filter
        .headers()
        .keySet()
        .forEach(name -> refuse(caller, topic, "filter.headers", hiddenOfHeader(mask, name)));
    var where = filter.where();
    if (where != null) {
      ReadPaths.of(where).forEach(path -> refuse(caller, topic, WHERE, hiddenOf(mask, path)));
    }
    var transforms = spec.transforms();
    if (transforms != null) {
      transforms.steps().forEach(step -> check(caller, topic, mask, step));
    }
  }

  /**
   * Refuses a change that would show something hidden under another name. To mask or drop a field
   * shows nothing.
   */
  private static void check(Caller caller, String topic, FieldMask mask, Transform step) {
    if (step instanceof Transform.Rename rename) {
      var field = FieldPath.ofField(List.of(rename.field()));
      mask.hiddenOf(field).ifPresent(hidden -> refuseCopy(caller, topic, rename.field(), hidden));
    }
    if (step instanceof Transform.Rekey rekey) {
      for (var path : read(rekey)) {
        hiddenOf(mask, path).ifPresent(hidden -> refuseCopy(caller, topic, "the key", hidden));
      }
    }
    if (step instanceof Transform.SetField set) {
      for (var path : ReadPaths.of(set.value())) {
        hiddenOf(mask, path).ifPresent(hidden -> refuseCopy(caller, topic, set.field(), hidden));
      }
    }
  }

  /** Returns the paths from which a new key is made. */
  private static Collection<List<String>> read(Transform.Rekey rekey) {
    var field = rekey.field();
    var value = rekey.value();
    if (field != null) {
      return List.of(List.of("data", field));
    }
    return value == null ? List.of() : ReadPaths.of(value);
  }

  private static void refuseCopy(Caller caller, String topic, String field, String hidden) {
    throw caller.copiesMasked(topic, "the transform of " + field, hidden);
  }

  private static void refuse(Caller caller, String topic, String what, Optional<String> hidden) {
    if (hidden.isPresent()) {
      throw caller.searchesByMasked(topic, what, hidden.get());
    }
  }

  /** A path begins with the name of a variable of the expression. */
  private static Optional<String> hiddenOf(FieldMask mask, List<String> path) {
    return switch (path.get(0)) {
      case "data" -> mask.hiddenOf(FieldPath.ofField(path.subList(1, path.size())));
      case "key" -> mask.hiddenOf(FieldPath.ofKey());
      case "type" -> mask.hiddenOf(FieldPath.ofHeader("ce_type"));
      case "source" -> mask.hiddenOf(FieldPath.ofHeader("ce_source"));
      case "headers" -> hiddenOfHeader(mask, path.size() == 1 ? "*" : path.get(1));
      default -> Optional.empty();
    };
  }

  /** Any header may repeat the key, so a hidden key hides all headers from searches. */
  private static Optional<String> hiddenOfHeader(FieldMask mask, String name) {
    return mask.hiddenOf(FieldPath.ofHeader(name)).or(() -> mask.hiddenOf(FieldPath.ofKey()));
  }
}
