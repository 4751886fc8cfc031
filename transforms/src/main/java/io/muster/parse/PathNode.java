package io.muster.parse;

import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node of the tree of wanted paths: a name within an object, and what is wanted below it. */
final class PathNode {

  private static final int UNWANTED = -1;

  private final Map<String, PathNode> children = new HashMap<>();
  private int slot = UNWANTED;

  /** The slots of this node and of all below it, for a value that decides over them all. */
  private int[] slots = {};

  private PathNode() {}

  /** The tree of some attribute paths, each with the slot of its value. */
  static PathNode treeOf(Map<String, Integer> slotByPath) {
    PathNode root = new PathNode();
    slotByPath.forEach(
        (path, slot) -> {
          PathNode node = root;
          for (String name : path.split("\\.", -1)) {
            node = node.children.computeIfAbsent(name, unused -> new PathNode());
          }
          node.slot = slot;
        });
    root.gatherSlots();
    return root;
  }

  private void gatherSlots() {
    List<Integer> below = new ArrayList<>();
    if (slot != UNWANTED) {
      below.add(slot);
    }
    for (PathNode child : children.values()) {
      child.gatherSlots();
      below.addAll(Ints.asList(child.slots));
    }
    slots = Ints.toArray(below);
  }

  /** The wanted name, or null where nothing is wanted at or below it. */
  PathNode child(String name) {
    return children.get(name);
  }

  boolean hasChildren() {
    return !children.isEmpty();
  }

  /** Gives this node's own value. */
  void set(FieldValue[] values, FieldValue value) {
    if (slot != UNWANTED) {
      values[slot] = value;
    }
  }

  /** Gives this node and all below it one value. */
  void setAll(FieldValue[] values, FieldValue value) {
    for (int each : slots) {
      values[each] = value;
    }
  }

  @Override
  public String toString() {
    return "slots " + Arrays.toString(slots);
  }
}
