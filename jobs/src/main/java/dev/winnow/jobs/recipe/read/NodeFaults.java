package dev.winnow.jobs.recipe.read;

import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Records faults at the places of YAML nodes. */
final class NodeFaults {

  private final String origin;
  private final boolean inFile;
  private final List<Fault> faults;

  /**
   * @param origin file name, or --set
   * @param inFile whether messages name lines of the origin
   */
  NodeFaults(String origin, boolean inFile, List<Fault> faults) {
    this.origin = origin;
    this.inFile = inFile;
    this.faults = faults;
  }

  void at(Node node, String message) {
    at(node.getStartMark(), message);
  }

  /**
   * @param mark null if the place is unknown
   */
  void at(Mark mark, String message) {
    faults.add(
        inFile && mark != null
            ? new Fault(origin, mark.getLine() + 1, mark.getColumn() + 1, message)
            : new Fault(origin, 0, 0, message));
  }

  /** Returns the origin of a value, with its line if the origin is a file. */
  String origin(Node node) {
    return inFile ? origin + ":" + (node.getStartMark().getLine() + 1) : origin;
  }

  /** Returns whether there are more faults than a message lists, so that hints would be in vain. */
  boolean areMany() {
    return faults.size() > RecipeFaults.MOST;
  }

  boolean inFile() {
    return inFile;
  }
}
