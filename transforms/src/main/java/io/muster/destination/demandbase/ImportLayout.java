package io.muster.destination.demandbase;

import java.util.List;

/**
 * What an import file of one kind of list looks like.
 *
 * @param entityType the API's word for its rows: {@code Account} or {@code Person}
 * @param columns in the order in which they are written, every one in every file: a job then never
 *     sees two headers, and a batch's bytes depend on its members alone
 */
public record ImportLayout(String entityType, List<Column> columns) {

  public ImportLayout {
    columns = List.copyOf(columns);
  }

  /**
   * One column.
   *
   * @param header as DB-CSV prints it
   * @param target the field that fills it
   */
  public record Column(String header, String target) {}
}
