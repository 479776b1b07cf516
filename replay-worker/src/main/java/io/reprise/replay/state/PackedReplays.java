package io.reprise.replay.state;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Packed replays in the order of their ids. Adding a replay to many others takes little longer than
 * adding it to a few: the result shares almost all tree nodes with the instance before it.
 * Immutable.
 *
 * <p>A treap: a search tree by id that is also a heap by a hash of the id, which keeps the tree
 * balanced (Seidel and Aragon, Randomized Search Trees, 1996).
 */
final class PackedReplays {
  static final PackedReplays NONE = new PackedReplays(null, 0);
  private static final int GOLDEN = 0x9E3779B9;

  private final @Nullable Node root;
  private final int size;

  private PackedReplays(@Nullable Node root, int size) {
    this.root = root;
    this.size = size;
  }

  private record Node(
      PackedReplay replay, int priority, @Nullable Node left, @Nullable Node right) {
    Node with(@Nullable Node newLeft, @Nullable Node newRight) {
      return new Node(replay, priority, newLeft, newRight);
    }
  }

  int size() {
    return size;
  }

  /** Returns the replay with this id, or null when there is none. */
  @Nullable PackedReplay get(String id) {
    var at = root;
    while (at != null) {
      int order = id.compareTo(at.replay().id());
      if (order == 0) {
        return at.replay();
      }
      at = order < 0 ? at.left() : at.right();
    }
    return null;
  }

  /**
   * Returns a copy with {@code replay} added. If a replay with the same id is there already, it is
   * replaced.
   */
  PackedReplays plus(PackedReplay replay) {
    int added = get(replay.id()) == null ? 1 : 0;
    return new PackedReplays(plus(root, replay), size + added);
  }

  private static Node plus(@Nullable Node at, PackedReplay replay) {
    if (at == null) {
      int hash = replay.id().hashCode() * GOLDEN;
      return new Node(replay, hash ^ hash >>> 15, null, null);
    }
    int order = replay.id().compareTo(at.replay().id());
    if (order == 0) {
      return new Node(replay, at.priority(), at.left(), at.right());
    }
    if (order < 0) {
      var left = plus(at.left(), replay);
      return left.priority() > at.priority()
          ? left.with(left.left(), at.with(left.right(), at.right()))
          : at.with(left, at.right());
    }
    var right = plus(at.right(), replay);
    return right.priority() > at.priority()
        ? right.with(at.with(at.left(), right.left()), right.right())
        : at.with(at.left(), right);
  }

  /** Returns a copy without the replay that has this id. */
  PackedReplays minus(String id) {
    return get(id) == null ? this : new PackedReplays(minus(root, id), size - 1);
  }

  private static @Nullable Node minus(@Nullable Node at, String id) {
    if (at == null) {
      return null;
    }
    int order = id.compareTo(at.replay().id());
    if (order == 0) {
      return joined(at.left(), at.right());
    }
    return order < 0
        ? at.with(minus(at.left(), id), at.right())
        : at.with(at.left(), minus(at.right(), id));
  }

  private static @Nullable Node joined(@Nullable Node left, @Nullable Node right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return left.priority() > right.priority()
        ? left.with(left.left(), joined(left.right(), right))
        : right.with(joined(left, right.left()), right.right());
  }

  /**
   * Visits the replays with lower ids than {@code before}, the highest id first, until {@code
   * visitor} returns false.
   *
   * @param before null to begin at the highest id
   */
  void visitNewestFirst(@Nullable String before, Predicate<PackedReplay> visitor) {
    boolean unused = visit(root, before, visitor);
  }

  private static boolean visit(
      @Nullable Node at, @Nullable String before, Predicate<PackedReplay> visitor) {
    if (at == null) {
      return true;
    }
    if (before != null && at.replay().id().compareTo(before) >= 0) {
      return visit(at.left(), before, visitor);
    }
    return visit(at.right(), before, visitor)
        && visitor.test(at.replay())
        && visit(at.left(), before, visitor);
  }
}
