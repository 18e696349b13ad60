"""The least a PySide6 program can be; what a cold start is measured against."""

from PySide6.QtWidgets import QApplication, QMainWindow

application = QApplication([])
window = QMainWindow()
window.setWindowTitle("Bare")
window.resize(1200, 800)
window.show()
application.exec()
