package dev.winnow.jobs.tables;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Parquet file of a table. Reads several columns in step and builds no records, because each column
 * that is read holds one value per row.
 */
final class StoredFile implements Closeable {

  private final ParquetFileReader reader;

  /**
   * @param filter skips the groups and pages of rows that their statistics rule out; does not skip
   *     single rows
   */
  StoredFile(Configuration conf, Path file, FilterCompat.Filter filter) throws IOException {
    this.reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(file, conf),
            HadoopReadOptions.builder(conf).withRecordFilter(filter).build());
  }

  List<String> columns() {
    return reader.getFileMetaData().getSchema().getFields().stream().map(Type::getName).toList();
  }

  /**
   * Passes rows to a condition until one meets it; returns false if none does. May be called once
   * per file.
   */
  boolean anyMatch(List<String> names, Predicate<StoredRow> condition) throws IOException {
    MessageType schema = reader.getFileMetaData().getSchema();
    MessageType read =
        new MessageType(
            schema.getName(),
            names.stream().filter(schema::containsField).map(schema::getType).toList());
    reader.setRequestedSchema(read);
    for (ColumnDescriptor column : read.getColumns()) {
      if (column.getMaxRepetitionLevel() > 0) {
        throw new IllegalArgumentException("columns must hold one value per row, got " + column);
      }
    }
    // The readers require a converter, but build no record here.
    GroupRecordConverter unused = new GroupRecordConverter(read);
    for (PageReadStore pages = reader.readNextFilteredRowGroup();
        pages != null;
        pages = reader.readNextFilteredRowGroup()) {
      ColumnReadStoreImpl columns =
          new ColumnReadStoreImpl(
              pages, unused.getRootConverter(), read, reader.getFileMetaData().getCreatedBy());
      ColumnReader[] readers = new ColumnReader[names.size()];
      for (int i = 0; i < readers.length; i++) {
        if (read.containsField(names.get(i))) {
          readers[i] =
              columns.getColumnReader(read.getColumnDescription(new String[] {names.get(i)}));
        }
      }
      StoredRow row = new StoredRow(names, readers);
      for (long left = pages.getRowCount(); left > 0; left--) {
        if (condition.test(row)) {
          return true;
        }
        row.next();
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
